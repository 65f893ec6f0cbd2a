namespace VoiceAgent.Runtime.Calls;

/// <summary>Why a call was not taken.</summary>
internal enum CallRefusal
{
    /// <summary>The tenant has no agent of this name: 404.</summary>
    AgentNotFound,

    /// <summary>The agent is defined, but something it needs is missing; its conditions say what: 503.</summary>
    AgentNotReady,

    /// <summary>The agent's own limit of concurrent calls is reached: 429.</summary>
    AgentBusy,

    /// <summary>The tenant's quota of concurrent calls is used up: 429.</summary>
    TenantBusy,

    /// <summary>This process takes no further call: 503.</summary>
    AtCapacity,

    /// <summary>This process is about to stop; another one takes the call: 503.</summary>
    Draining,
}

/// <summary>What each refusal means to a client.</summary>
internal static class CallRefusals
{
    /// <summary>The stable code for programs.</summary>
    public static string Code(this CallRefusal refusal) => refusal switch
    {
        CallRefusal.AgentNotFound => "agent_not_found",
        CallRefusal.AgentNotReady => "agent_not_ready",
        CallRefusal.AgentBusy => "agent_busy",
        CallRefusal.TenantBusy => "tenant_busy",
        CallRefusal.AtCapacity => "at_capacity",
        CallRefusal.Draining => "draining",
        _ => throw new ArgumentOutOfRangeException(nameof(refusal)),
    };

    /// <summary>The HTTP status.</summary>
    public static int Status(this CallRefusal refusal) => refusal switch
    {
        CallRefusal.AgentNotFound => StatusCodes.Status404NotFound,
        CallRefusal.AgentBusy or CallRefusal.TenantBusy => StatusCodes.Status429TooManyRequests,
        _ => StatusCodes.Status503ServiceUnavailable,
    };

    /// <summary>When it may be worth to ask again; null when waiting does not help.</summary>
    public static TimeSpan? RetryAfter(this CallRefusal refusal) => refusal switch
    {
        CallRefusal.AgentNotFound => null,
        CallRefusal.Draining => TimeSpan.FromSeconds(1),
        _ => TimeSpan.FromSeconds(5),
    };
}

/// <summary>A call was not taken. The message may be shown to the client.</summary>
internal sealed class CallRefusedException(CallRefusal reason, string message) : Exception(message)
{
    public CallRefusal Reason { get; } = reason;
}
