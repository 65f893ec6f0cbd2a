using VoiceAgent.Resources.Constraints;
using VoiceAgent.Resources.Objects;

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

/// <summary>What of a call is kept.</summary>
public sealed record RecordingDefinition
{
    /// <summary>What is kept.</summary>
    public RecordingMode Mode { get; init; } = RecordingMode.Disabled;

    /// <summary>What callers are told about it before anything else; left out, nothing.</summary>
    [Length(1, 512)]
    public string? ConsentPrompt { get; init; }
}

/// <summary>What of a call is kept.</summary>
public enum RecordingMode
{
    /// <summary>Only that there was a call, and its figures.</summary>
    Disabled,

    /// <summary>Sound and words.</summary>
    AudioAndTranscript,

    /// <summary>Words.</summary>
    TranscriptOnly,
}

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
