using VoiceAgent.Resources.Constraints;
using VoiceAgent.Resources.Objects;

namespace VoiceAgent.Resources.VoiceAgents;

/// <summary>A value known before the call that prompt, greeting and flow can name as <c>{{name}}</c>.</summary>
public sealed record VariableDefinition
{
    /// <summary>Its name.</summary>
    [Length(1, 64), Pattern(Patterns.Identifier)]
    public required string Name { get; init; }

    /// <summary>What it is.</summary>
    public FieldType Type { get; init; } = FieldType.Text;

    /// <summary>What it means, for people.</summary>
    [Length(1, 512)]
    public string? Description { get; init; }

    /// <summary>Its value when whoever places the call gives none; left out, it must be given.</summary>
    [Length(0, 1024)]
    public string? Default { get; init; }

    /// <summary>Names that every call knows without a definition.</summary>
    public static IReadOnlyList<string> BuiltIn { get; } =
        ["agent_name", "call_id", "caller_number", "called_number", "channel", "language", "date", "time", "weekday", "tenant_name"];
}
