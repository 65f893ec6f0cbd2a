namespace VoiceAgent.Kubernetes.Controllers;

/// <summary>What a reconcile wants next. Failure is an exception, not a result.</summary>
public readonly record struct Result
{
    private Result(TimeSpan? after, bool again)
    {
        After = after;
        Again = again;
    }

    /// <summary>Nothing more to do until something changes.</summary>
    public static Result Done { get; }

    /// <summary>Look again soon, waiting longer each time: for what is under way elsewhere and sends no event.</summary>
    public static Result Requeue { get; } = new(null, true);

    internal TimeSpan? After { get; }

    internal bool Again { get; }

    /// <summary>Look again later. The time is spread by 10 % either way, so that objects made together do not come back together.</summary>
    /// <param name="delay">When, more than zero.</param>
    /// <returns>The result.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The delay is not positive.</exception>
    public static Result RequeueAfter(TimeSpan delay)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(delay, TimeSpan.Zero);
        return new Result(delay, false);
    }
}
