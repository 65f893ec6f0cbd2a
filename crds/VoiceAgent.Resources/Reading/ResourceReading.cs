using VoiceAgent.Resources.Objects;

namespace VoiceAgent.Resources.Reading;

/// <summary>What came of reading a resource.</summary>
/// <param name="Resource">The resource when nothing is wrong with it, else null.</param>
/// <param name="Problems">Everything that is wrong, in the order of the document.</param>
public sealed record ResourceReading(CustomResource? Resource, IReadOnlyList<ResourceProblem> Problems)
{
    /// <summary>The kind that the document says it is, or null when it says none that is known.</summary>
    public string? Kind { get; init; }

    /// <summary>The name that the document gives itself, even when something else is wrong with it.</summary>
    public string? Name { get; init; }

    /// <summary>The namespace that the document gives itself.</summary>
    public string? Namespace { get; init; }

    /// <summary>True when nothing is wrong.</summary>
    public bool IsValid => Problems.Count == 0;
}
