using VoiceAgent.Cli.Audio;

namespace VoiceAgent.Cli.Calls;

/// <summary>What a call is to do.</summary>
internal sealed record CallOrder
{
    public required string Agent { get; init; }

    /// <summary>What to say; null for a typed question.</summary>
    public Sound? Question { get; init; }

    /// <summary>What to type; null for a spoken question.</summary>
    public string? Text { get; init; }

    /// <summary>Wait for the agent's greeting to be over before speaking.</summary>
    public bool WaitForGreeting { get; init; } = true;

    /// <summary>The answer is wanted as sound.</summary>
    public bool Spoken { get; init; } = true;

    /// <summary>Longest wait for the answer, counted from the end of the question.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(30);
}
