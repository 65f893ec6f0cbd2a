using VoiceAgent.Resources.Constraints;
using VoiceAgent.Resources.Objects;

namespace VoiceAgent.Resources.VoiceAgents;

/// <summary>What is drawn from a call when it has ended.</summary>
public sealed record AnalysisDefinition
{
    /// <summary>Whether the call is summed up in a few sentences.</summary>
    public Toggle Summary { get; init; } = Toggle.Disabled;

    /// <summary>Values to find in the call.</summary>
    [Length(0, 32), ListMap("name")]
    public IReadOnlyList<AnalysisField> Fields { get; init; } = [];

    /// <summary>In plain words, what makes a call a success; left out, none is judged.</summary>
    [Length(1, 1024)]
    public string? SuccessCriterion { get; init; }
}

/// <summary>A value to find in a call.</summary>
[RequiredWhen(nameof(Choices), nameof(Type), FieldType.Choice)]
[OnlyWhen(nameof(Choices), nameof(Type), FieldType.Choice)]
public sealed record AnalysisField
{
    /// <summary>Its name.</summary>
    [Length(1, 64), Pattern(Patterns.Identifier)]
    public required string Name { get; init; }

    /// <summary>What it is.</summary>
    public FieldType Type { get; init; } = FieldType.Text;

    /// <summary>What to look for, for the model.</summary>
    [Length(1, 512)]
    public required string Description { get; init; }

    /// <summary>The values that it may have.</summary>
    [Length(0, 50), Each(1, 128), ListSet]
    public IReadOnlyList<string> Choices { get; init; } = [];
}
