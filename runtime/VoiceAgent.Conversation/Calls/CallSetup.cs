using System.Text.Json;
using Microsoft.Extensions.AI;
using VoiceAgent.Conversation.Agents;
using VoiceAgent.Conversation.Dialogue;
using VoiceAgent.Conversation.Playout;
using VoiceAgent.Conversation.Speech;
using VoiceAgent.Conversation.Tools;
using VoiceAgent.Conversation.Transcription;

namespace VoiceAgent.Conversation.Calls;

/// <summary>Everything a call begins with. Nothing in it changes while the call runs, whatever is edited meanwhile.</summary>
public sealed record CallSetup
{
    /// <summary>The agent's revision that this call keeps to its end.</summary>
    public required AgentSnapshot Agent { get; init; }

    /// <summary>Speech to text.</summary>
    public required ITranscriber Transcriber { get; init; }

    /// <summary>The model. Shared by all calls; not disposed by the call.</summary>
    public required IChatClient Model { get; init; }

    /// <summary>Text to speech.</summary>
    public required ISpeechSynthesizer Synthesizer { get; init; }

    /// <summary>What the agent may look up.</summary>
    public IKnowledge Knowledge { get; init; } = NoKnowledge.Instance;

    /// <summary>What the agent can do besides talking and its built-in tools. Shared by all calls; not disposed by the call.</summary>
    public IReadOnlyList<ITool> Tools { get; init; } = [];

    /// <summary>What the program at the caller's end can do.</summary>
    public IReadOnlyList<ClientToolOffer> ClientTools { get; init; } = [];

    /// <summary>The way out to the caller.</summary>
    public required IMediaEdge Edge { get; init; }

    /// <summary>Samples a second that <see cref="Edge"/> takes: 8 000, 16 000, 24 000 or 48 000.</summary>
    public int PlayoutRate { get; init; } = 24_000;

    /// <summary>Told of everything that happens, in this order.</summary>
    public IReadOnlyList<ICallObserver> Observers { get; init; } = [];

    /// <summary>Takes both sides' audio as it sounds.</summary>
    public IAudioTap? Tap { get; init; }
}

/// <summary>A tool that the program at the caller's end offers.</summary>
/// <param name="Name">What the model calls it.</param>
/// <param name="Description">When to use it.</param>
/// <param name="Parameters">JSON schema of the arguments.</param>
/// <param name="Policy">Its time.</param>
/// <param name="Awaited">Whether the agent waits for the answer.</param>
public sealed record ClientToolOffer(string Name, string Description, JsonElement Parameters, ToolPolicy Policy, bool Awaited = true);
