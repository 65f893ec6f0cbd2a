
namespace VoiceAgent.Resources.VoiceAgents;

/// <summary>The most that one call may take.</summary>
public sealed record LimitsDefinition
{
    /// <summary>Seconds after which a call is ended, with an announcement.</summary>
    [Range(30, 14_400)]
    public int MaxCallSeconds { get; init; } = 1800;

    /// <summary>Seconds of silence on the caller's side after which a call is ended.</summary>
    [Range(5, 600)]
    public int MaxIdleSeconds { get; init; } = 30;

    /// <summary>Calls of this agent at the same time; left out, only the tenant's quota limits them.</summary>
    [Range(1, 10_000)]
    public int? MaxConcurrentCalls { get; init; }

    /// <summary>Tools used in a row within one turn.</summary>
    [Range(1, 20)]
    public int MaxToolSteps { get; init; } = 5;

    /// <summary>What a call may cost, in millionths of the currency that usage is counted in; left out, not limited here.</summary>
    [Range(1, int.MaxValue)]
    public long? MaxCostPerCallMicros { get; init; }
}
