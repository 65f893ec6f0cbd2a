namespace VoiceAgent.Conversation.Speech;

/// <summary>Turns text into speech, in a stream. One instance serves all calls.</summary>
public interface ISpeechSynthesizer
{
    /// <summary>Opens the mouth of one call; sockets are warm when the task completes.</summary>
    /// <exception cref="ProviderException">The provider refused, or could not be reached.</exception>
    ValueTask<ISpeechStream> OpenAsync(SpeechOptions options, CancellationToken cancellationToken);
}

/// <summary>The mouth of one call. Sentences may be asked for ahead, while an earlier one is still being read.</summary>
public interface ISpeechStream : IAsyncDisposable
{
    /// <summary>Samples a second of everything <see cref="SpeakAsync"/> yields.</summary>
    int SampleRate { get; }

    /// <summary>Speaks one sentence or clause. Cancelling stops the provider's work within 50 ms.</summary>
    /// <exception cref="ProviderException">The provider failed; nothing further is yielded.</exception>
    IAsyncEnumerable<SpeechChunk> SpeakAsync(string text, CancellationToken cancellationToken);
}

/// <summary>What a call tells its synthesiser at the start.</summary>
/// <param name="Model">The model that the agent names, or null for the provider's default.</param>
/// <param name="Voice">The provider's voice name, or null for its default.</param>
/// <param name="Language">BCP-47 tag of the language spoken.</param>
/// <param name="RatePercent">Speaking rate, 50 to 200; 100 is the voice's own.</param>
/// <param name="Settings">Free settings of the agent's pipeline entry, for this provider alone.</param>
public sealed record SpeechOptions(
    string? Model,
    string? Voice,
    string Language,
    int RatePercent,
    IReadOnlyDictionary<string, string> Settings)
{
    /// <summary>The call's own, when a chain of providers serves it.</summary>
    public IProviderObserver? Observer { get; init; }
}

/// <summary>A piece of speech.</summary>
/// <param name="Samples">Mono samples at the stream's rate. Valid until the next piece is asked for.</param>
/// <param name="Marks">Where characters of the text begin in the sentence's audio, when the provider says so.</param>
/// <param name="Usage">What the provider counted for the sentence; with its last piece only, which may hold no samples.</param>
public readonly record struct SpeechChunk(ReadOnlyMemory<short> Samples, IReadOnlyList<SpeechMark>? Marks = null, ProviderUsage? Usage = null);

/// <summary>The character at <paramref name="Offset"/> of the sentence begins <paramref name="At"/> after the sentence's first sample.</summary>
public readonly record struct SpeechMark(int Offset, TimeSpan At);
