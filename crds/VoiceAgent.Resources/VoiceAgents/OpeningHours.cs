using VoiceAgent.Resources.Constraints;

namespace VoiceAgent.Resources.VoiceAgents;

/// <summary>A stretch of time on some days of the week.</summary>
[Below(nameof(Opens), nameof(Closes))]
public sealed record OpeningHours
{
    /// <summary>The days.</summary>
    [Length(1, 7), ListSet]
    public required IReadOnlyList<Weekday> Days { get; init; }

    /// <summary>When it begins.</summary>
    [Length(5, 5), Pattern(Patterns.TimeOfDay)]
    public required string Opens { get; init; }

    /// <summary>When it ends; 24:00 is midnight at the end of the day.</summary>
    [Length(5, 5), Pattern(Patterns.TimeOfDay)]
    public required string Closes { get; init; }
}

/// <summary>A day of the week.</summary>
public enum Weekday
{
    /// <summary>Monday.</summary>
    Monday,

    /// <summary>Tuesday.</summary>
    Tuesday,

    /// <summary>Wednesday.</summary>
    Wednesday,

    /// <summary>Thursday.</summary>
    Thursday,

    /// <summary>Friday.</summary>
    Friday,

    /// <summary>Saturday.</summary>
    Saturday,

    /// <summary>Sunday.</summary>
    Sunday,
}

/// <summary>A day that differs from the ordinary week: closed all day, or with hours of its own.</summary>
[OnlyWith(nameof(Opens), nameof(Closes))]
[OnlyWith(nameof(Closes), nameof(Opens))]
[Below(nameof(Opens), nameof(Closes))]
public sealed record SpecialDay
{
    /// <summary>The date.</summary>
    [Length(10, 10), Pattern(Patterns.Date)]
    public required string Date { get; init; }

    /// <summary>When it opens; left out, it stays closed.</summary>
    [Length(5, 5), Pattern(Patterns.TimeOfDay)]
    public string? Opens { get; init; }

    /// <summary>When it closes; left out, it stays closed.</summary>
    [Length(5, 5), Pattern(Patterns.TimeOfDay)]
    public string? Closes { get; init; }
}
