using VoiceAgent.Resources.Objects;

namespace VoiceAgent.Resources.Linking;

/// <summary>What came of following every name in a resource.</summary>
/// <param name="Broken">Names that lead nowhere, in the order of the document.</param>
public sealed record ReferenceReport(IReadOnlyList<BrokenReference> Broken)
{
    /// <summary>The condition <c>RefsResolved</c>; its reason is that of the first name that leads nowhere.</summary>
    public ConditionResult RefsResolved => Broken.Count == 0
        ? new(ConditionTypes.RefsResolved, ConditionStatus.True, Reasons.AllResolved, "Everything that the spec names exists.")
        : new(ConditionTypes.RefsResolved, ConditionStatus.False, Broken[0].Reason,
            ConditionResult.Sentence([.. Broken.Select(reference => reference.Problem)]));
}
