
namespace VoiceAgent.Resources.VoiceAgents.Turns;

/// <summary>What is said and done when the caller is silent.</summary>
public sealed record IdleDefinition
{
    /// <summary>Seconds of silence after which the agent asks whether the caller is still there.</summary>
    [Range(3, 300)]
    public int ReminderSeconds { get; init; } = 10;

    /// <summary>How often it asks in a row.</summary>
    [Range(0, 5)]
    public int MaxReminders { get; init; } = 2;

    /// <summary>What it asks; left out, a phrase of the language.</summary>
    [Length(1, 256)]
    public string? Text { get; init; }
}
