using System.Threading.Channels;

namespace VoiceAgent.Conversation.Transcription;

/// <summary>Turns speech into text, in a stream. One instance serves all calls.</summary>
public interface ITranscriber
{
    /// <summary>Opens the ear of one call. Ready to take audio when the task completes.</summary>
    /// <exception cref="ProviderException">The provider refused, or could not be reached.</exception>
    ValueTask<ITranscription> OpenAsync(TranscriptionOptions options, CancellationToken cancellationToken);
}

/// <summary>
/// The ear of one call. Audio is written in utterances: <see cref="Begin"/>, any number of <see cref="Write"/>, <see cref="End"/>.
/// These three never block and are called by one thread at a time; recognition runs behind them.
/// </summary>
public interface ITranscription : IAsyncDisposable
{
    /// <summary>Speech began. The pre-roll follows as the first audio.</summary>
    /// <param name="utterance">A number that rises by one with each utterance of the call.</param>
    void Begin(int utterance);

    /// <summary>16 kHz mono samples of the utterance under way. The span is only valid during the call.</summary>
    void Write(ReadOnlySpan<short> samples);

    /// <summary>Speech ended: a <see cref="TranscriptEvent"/> with <see cref="TranscriptEvent.IsFinal"/> is owed for this utterance, even if its text is empty.</summary>
    void End(int utterance);

    /// <summary>What was understood so far. Faults with <see cref="ProviderException"/> when the ear goes deaf; completes on disposal.</summary>
    ChannelReader<TranscriptEvent> Events { get; }
}

/// <summary>What a call tells its transcriber at the start.</summary>
/// <param name="Model">The model that the agent names, or null for the provider's default.</param>
/// <param name="Language">BCP-47 tag of the language expected first, such as <c>en-US</c>.</param>
/// <param name="Vocabulary">What this agent's callers are likely to talk about.</param>
/// <param name="Settings">Free settings of the agent's pipeline entry, for this provider alone.</param>
public sealed record TranscriptionOptions(
    string? Model,
    string Language,
    SpeechVocabulary Vocabulary,
    IReadOnlyDictionary<string, string> Settings)
{
    /// <summary>The call's own, when a chain of providers serves it.</summary>
    public IProviderObserver? Observer { get; init; }
}

/// <summary>Sentences that bias recognition towards an agent's own words. Shared by all calls of a revision.</summary>
/// <param name="Key">Changes exactly when the sentences change; a provider may cache what it compiles under it.</param>
/// <param name="Sentences">Greeting, knowledge, tool descriptions, expected answers: plain sentences, most telling first.</param>
public sealed record SpeechVocabulary(string Key, IReadOnlyList<string> Sentences)
{
    /// <summary>No bias.</summary>
    public static readonly SpeechVocabulary None = new("none", []);
}

/// <summary>A hypothesis about one utterance.</summary>
/// <param name="Utterance">The number given to <see cref="ITranscription.Begin"/>.</param>
/// <param name="Text">The whole utterance so far, not an increment. Empty when nothing was understood.</param>
/// <param name="IsFinal">No further event follows for this utterance.</param>
/// <param name="Confidence">0 to 1, or null when the provider does not say.</param>
public sealed record TranscriptEvent(int Utterance, string Text, bool IsFinal, double? Confidence = null)
{
    /// <summary>The words with their places in the utterance, when the provider gives them.</summary>
    public IReadOnlyList<TranscriptWord> Words { get; init; } = [];

    /// <summary>The language that was recognised, as a BCP-47 tag or an ISO 639 code; null when the provider does not say.</summary>
    public string? Language { get; init; }

    /// <summary>The provider's own belief that the speaker has finished, 0 to 1; null when it has none.</summary>
    public double? EndOfTurn { get; init; }

    /// <summary>What the provider counted for this utterance; with the final event only.</summary>
    public ProviderUsage? Usage { get; init; }
}

/// <summary>One word of an utterance.</summary>
/// <param name="Text">The word, as written.</param>
/// <param name="Start">Where it begins, from the utterance's first sample.</param>
/// <param name="End">Where it ends.</param>
/// <param name="Confidence">0 to 1, or null when the provider does not say.</param>
public readonly record struct TranscriptWord(string Text, TimeSpan Start, TimeSpan End, double? Confidence = null);
