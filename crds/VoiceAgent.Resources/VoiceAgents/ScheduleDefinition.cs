using VoiceAgent.Resources.Constraints;

namespace VoiceAgent.Resources.VoiceAgents;

/// <summary>When an agent answers.</summary>
public sealed record ScheduleDefinition
{
    /// <summary>The time zone that all times are in.</summary>
    [Length(1, 64), Pattern(Patterns.TimeZone)]
    public required string TimeZone { get; init; }

    /// <summary>The hours of an ordinary week.</summary>
    [Length(1, 42), ListAtomic]
    public required IReadOnlyList<OpeningHours> Hours { get; init; }

    /// <summary>Days that differ from the ordinary week.</summary>
    [Length(0, 100), ListMap("date")]
    public IReadOnlyList<SpecialDay> SpecialDays { get; init; } = [];

    /// <summary>What is done with calls at other times.</summary>
    public ClosedDefinition WhenClosed { get; init; } = new();
}

/// <summary>What is done with calls outside the opening hours.</summary>
public sealed record ClosedDefinition
{
    /// <summary>What is done.</summary>
    public ClosedAction Action { get; init; } = ClosedAction.Answer;

    /// <summary>What is said first; left out, a phrase of the language.</summary>
    [Length(1, 1024)]
    public string? Text { get; init; }
}

/// <summary>What is done with a call outside the opening hours.</summary>
public enum ClosedAction
{
    /// <summary>The agent answers all the same, and knows that it is closed.</summary>
    Answer,

    /// <summary>The text is said and the call ends.</summary>
    EndCall,

    /// <summary>A message is taken.</summary>
    TakeMessage,
}
