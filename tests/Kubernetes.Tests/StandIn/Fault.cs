namespace VoiceAgent.Kubernetes.Tests.StandIn;

/// <summary>What the stand-in does to a request instead of answering it properly.</summary>
public sealed record Fault
{
    /// <summary>Answer this code with a Status.</summary>
    public int? Code { get; init; }

    public string Reason { get; init; } = "";

    public string Message { get; init; } = "";

    /// <summary>Send this Retry-After, in seconds.</summary>
    public int? RetryAfter { get; init; }

    /// <summary>Carry the request out, and then lose the answer.</summary>
    public bool LoseAnswer { get; init; }

    /// <summary>Cut the connection without an answer.</summary>
    public bool Abort { get; init; }

    /// <summary>Never answer.</summary>
    public bool Hang { get; init; }

    public static Fault Throttle(int retryAfter) => new() { Code = 429, Reason = "TooManyRequests", RetryAfter = retryAfter };

    public static Fault Answer(int code, string reason, string message = "") => new() { Code = code, Reason = reason, Message = message };
}

/// <summary>Which requests meet a fault, and how often.</summary>
public sealed class FaultRule(Func<Target, bool> matches, Fault fault, int times) : IDisposable
{
    private int _left = times;

    /// <summary>How often it struck.</summary>
    public int Struck { get; private set; }

    public void Dispose() => Interlocked.Exchange(ref _left, 0);

    internal Fault? Strike(Target target)
    {
        if (!matches(target) || Interlocked.Decrement(ref _left) < 0)
        {
            return null;
        }

        Struck++;
        return fault;
    }
}
