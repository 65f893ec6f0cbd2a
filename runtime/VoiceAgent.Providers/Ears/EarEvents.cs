using System.Threading.Channels;
using VoiceAgent.Conversation;
using VoiceAgent.Conversation.Transcription;

namespace VoiceAgent.Providers.Ears;

/// <summary>What an ear tells its call: any number of guesses, then exactly one final for every utterance.</summary>
internal sealed class EarEvents
{
    private const int Most = 256;

    private readonly Channel<TranscriptEvent> _events = Channel.CreateBounded<TranscriptEvent>(new BoundedChannelOptions(Most) { SingleReader = true });
    private int _lastFinal;
    private string _lastGuess = "";

    public ChannelReader<TranscriptEvent> Reader => _events.Reader;

    /// <summary>A guess about the utterance under way. One that says nothing new is not told; nor is one that nobody has time for.</summary>
    public void Guess(Utterance utterance, string text, double? endOfTurn = null)
    {
        if (utterance.Number > _lastFinal && text.Length > 0 && (text != _lastGuess || endOfTurn is not null))
        {
            _lastGuess = text;
            _events.Writer.TryWrite(new TranscriptEvent(utterance.Number, text, IsFinal: false) { EndOfTurn = endOfTurn });
        }
    }

    /// <summary>The last word on an utterance.</summary>
    public ValueTask FinishAsync(Utterance utterance, Transcript transcript, CancellationToken cancellationToken)
    {
        _lastFinal = utterance.Number;
        _lastGuess = "";
        return _events.Writer.WriteAsync(new TranscriptEvent(utterance.Number, transcript.Text.Trim(), IsFinal: true, transcript.Confidence)
        {
            Words = transcript.Words,
            Language = transcript.Language,
            EndOfTurn = transcript.EndOfTurn,
            Usage = transcript.Usage ?? new ProviderUsage { Audio = utterance.Duration },
        }, cancellationToken);
    }

    public void Close(Exception? failure = null) => _events.Writer.TryComplete(failure);
}

/// <summary>What was finally understood of an utterance.</summary>
internal sealed record Transcript(string Text, double? Confidence = null)
{
    public static readonly Transcript Empty = new("");

    public IReadOnlyList<TranscriptWord> Words { get; init; } = [];

    public string? Language { get; init; }

    public double? EndOfTurn { get; init; }

    public ProviderUsage? Usage { get; init; }
}
