using VoiceAgent.Resources.Objects;
using VoiceAgent.Resources.Reading;

namespace VoiceAgent.Resources.Linking;

/// <summary>A condition before it has a time: what the operator and the runtime put into status.</summary>
/// <param name="Type">One of <see cref="ConditionTypes"/>.</param>
/// <param name="Status">Whether it holds.</param>
/// <param name="Reason">One of <see cref="Reasons"/>.</param>
/// <param name="Message">What is wrong and what to do.</param>
public sealed record ConditionResult(string Type, ConditionStatus Status, string Reason, string Message)
{
    // A condition's message may have 32768 characters; what a person reads at once is far less.
    private const int ProblemsInMessage = 10;

    /// <summary>The condition <c>Accepted</c> from the problems that <see cref="ResourceReader"/> found.</summary>
    public static ConditionResult Accepted(IReadOnlyList<ResourceProblem> problems) => problems.Count == 0
        ? new(ConditionTypes.Accepted, ConditionStatus.True, Reasons.SpecValid, "The spec is valid.")
        : new(ConditionTypes.Accepted, ConditionStatus.False, Reasons.SpecInvalid, Sentence(problems));

    internal static string Sentence(IReadOnlyList<ResourceProblem> problems)
    {
        var shown = string.Join("; ", problems.Take(ProblemsInMessage));
        return problems.Count > ProblemsInMessage ? $"{shown}; and {problems.Count - ProblemsInMessage} more" : shown;
    }

    /// <summary>The condition with its time.</summary>
    /// <param name="previous">The condition of this type so far, or null.</param>
    /// <param name="now">The time, used when the status changes.</param>
    /// <param name="observedGeneration">The generation that was looked at.</param>
    public Condition ToCondition(Condition? previous, DateTimeOffset now, long? observedGeneration) => new()
    {
        Type = Type,
        Status = Status,
        Reason = Reason,
        Message = Message,
        ObservedGeneration = observedGeneration,
        LastTransitionTime = previous is not null && previous.Status == Status ? previous.LastTransitionTime : now,
    };
}
