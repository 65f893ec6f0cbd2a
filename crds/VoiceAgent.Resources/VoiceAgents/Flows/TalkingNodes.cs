using VoiceAgent.Resources.Constraints;
using VoiceAgent.Resources.Objects;

namespace VoiceAgent.Resources.VoiceAgents.Flows;

/// <summary>Talks freely about one matter.</summary>
public sealed record ConversationNode
{
    /// <summary>What this part of the conversation is about, added to the agent's prompt.</summary>
    [Length(1, 8192)]
    public required string Prompt { get; init; }
}

/// <summary>Says something and goes on.</summary>
public sealed record SayNode
{
    /// <summary>The words.</summary>
    [Length(1, 2048)]
    public required string Text { get; init; }
}

/// <summary>Asks for one value until it has it.</summary>
[RequiredWhen(nameof(Choices), nameof(Type), FieldType.Choice)]
[OnlyWhen(nameof(Choices), nameof(Type), FieldType.Choice)]
public sealed record CollectNode
{
    /// <summary>The variable that holds the value.</summary>
    [Length(1, 64), Pattern(Patterns.Identifier)]
    public required string Variable { get; init; }

    /// <summary>What the value is.</summary>
    public FieldType Type { get; init; } = FieldType.Text;

    /// <summary>The question.</summary>
    [Length(1, 1024)]
    public required string Question { get; init; }

    /// <summary>The values that it may have.</summary>
    [Length(0, 50), Each(1, 128), ListSet]
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>How often it is asked before the node has failed.</summary>
    [Range(1, 10)]
    public int MaxAttempts { get; init; } = 3;

    /// <summary>Whether the value is read back.</summary>
    public Tools.Confirmation Confirmation { get; init; } = Tools.Confirmation.Never;
}

/// <summary>Ends the call.</summary>
public sealed record EndNode
{
    /// <summary>The last words; left out, none.</summary>
    [Length(1, 1024)]
    public string? Text { get; init; }
}
