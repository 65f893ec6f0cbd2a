using VoiceAgent.Conversation.Tools;
using VoiceAgent.Conversation.Tools.BuiltIn;
using VoiceAgent.Conversation.Transcription;

namespace VoiceAgent.Conversation.Agents;

/// <summary>An agent as a call sees it: one revision, frozen, every default filled in.</summary>
public sealed record AgentSnapshot
{
    /// <summary>The agent's name within its tenant.</summary>
    public required string Name { get; init; }

    /// <summary>Content hash of the definition; stored with every call.</summary>
    public required string Revision { get; init; }

    /// <summary>BCP-47 tag of the primary language.</summary>
    public string Language { get; init; } = "en-US";

    /// <summary>The system prompt, variables filled in.</summary>
    public string Prompt { get; init; } = "";

    /// <summary>What the agent says first; null to wait for the caller.</summary>
    public string? Greeting { get; init; }

    /// <summary>Whether words cut the greeting short.</summary>
    public bool GreetingInterruptible { get; init; } = true;

    /// <summary>The model that the dialogue asks for; null for the provider's default.</summary>
    public string? Model { get; init; }

    /// <summary>Sampling temperature, 0 to 2; null for the provider's default.</summary>
    public float? Temperature { get; init; }

    /// <summary>Longest answer in tokens; null for the provider's default.</summary>
    public int? MaxOutputTokens { get; init; }

    /// <summary>Options of speech to text.</summary>
    public required TranscriptionOptions Transcription { get; init; }

    /// <summary>Options of text to speech.</summary>
    public required Speech.SpeechOptions Speech { get; init; }

    /// <summary>When the caller's turn ends, and what interrupts.</summary>
    public Turns.TurnOptions Turns { get; init; } = new();

    /// <summary>How long each stage is waited for.</summary>
    public WaitLimits Waits { get; init; } = new();

    /// <summary>What is done when the caller is silent.</summary>
    public IdleReminders Reminders { get; init; } = new();

    /// <summary>Longest call.</summary>
    public TimeSpan MaxDuration { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>The call ends after so much silence of the caller; reminders do not count as conversation.</summary>
    public TimeSpan MaxIdle { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Rounds of tools within one reply, 1 to 20; then the model must answer with what it has.</summary>
    public int MaxToolSteps { get; init; } = 5;

    /// <summary>Built-in tools that this agent may use.</summary>
    public IReadOnlyList<BuiltInTool> BuiltInTools { get; init; } = [];
}

/// <summary>A tool that the engine itself brings.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="Name">The name that the model sees.</param>
/// <param name="Description">What the model is told about it.</param>
public sealed record BuiltInTool(BuiltInToolKind Kind, string Name, string Description)
{
    /// <summary>Its time and its filler.</summary>
    public ToolPolicy Policy { get; init; } = ToolPolicy.Default;

    /// <summary>Where a caller can be handed to, for <see cref="BuiltInToolKind.TransferCall"/>.</summary>
    public IReadOnlyList<TransferDestination> Destinations { get; init; } = [];
}

/// <summary>What a built-in tool does.</summary>
public enum BuiltInToolKind
{
    /// <summary>Ends the call after what is being said.</summary>
    EndCall,

    /// <summary>Hands the caller to a person or number.</summary>
    TransferCall,

    /// <summary>Takes a message for someone.</summary>
    TakeMessage,

    /// <summary>Notes that and when the caller wants to be called back.</summary>
    ScheduleCallback,
}
