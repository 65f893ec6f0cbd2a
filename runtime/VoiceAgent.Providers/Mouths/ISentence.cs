using VoiceAgent.Conversation;
using VoiceAgent.Conversation.Speech;

namespace VoiceAgent.Providers.Mouths;

/// <summary>One sentence on a speech socket. Disposing it before its end tells the vendor that no more is wanted.</summary>
internal interface ISentence : IDisposable
{
    /// <summary>Sends the text and waits for the first sound.</summary>
    /// <exception cref="ProviderException">It did not come.</exception>
    Task BeginAsync(CancellationToken cancellationToken);

    /// <summary>The sentence from its first sound to its last, and what it costs.</summary>
    IAsyncEnumerable<SpeechChunk> ReadAsync(CancellationToken cancellationToken);
}

/// <summary>One speech socket.</summary>
internal interface ISpeechLine : IAsyncDisposable
{
    /// <summary>Why the socket is of no more use; null while it is.</summary>
    ProviderException? Fault { get; }

    /// <summary>A sentence of this text. Nothing is sent yet.</summary>
    ISentence Sentence(string text);
}
