using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.Extensions.AI;
using VoiceAgent.Conversation.Calls;
using VoiceAgent.Conversation.Speech;
using VoiceAgent.Conversation.Transcription;
using TranscriptionOptions = VoiceAgent.Conversation.Transcription.TranscriptionOptions;

namespace VoiceAgent.Bench.Server;

/// <summary>Providers that cost nothing and take no time: what remains is the platform's own.</summary>
internal sealed class StandIns(CallFactory engine) : ICallFactory, ITranscriber, ISpeechSynthesizer, IChatClient
{
    /// <summary>Understood of every utterance. A whole question: the turn ends 400 ms after the last voice.</summary>
    public const string Question = "what are your opening hours on saturday";

    /// <summary>The silence that ends such a turn (Turns/EndOfTurn.cs), taken off every measured latency.</summary>
    public static readonly TimeSpan EndOfTurnDelay = TimeSpan.FromMilliseconds(400);

    private const string Answer = "On Saturday we are open from nine in the morning until one in the afternoon.";

    // 3 s of a voice-like tone in pieces of 100 ms.
    private static readonly short[][] Speech =
        [.. Enumerable.Range(0, 30).Select(piece => Enumerable.Range(piece * 2_400, 2_400).Select(i => (short)(6_000 * Math.Sin(i * 0.05))).ToArray())];

    public ValueTask<ICall> StartAsync(CallSetup setup, CancellationToken cancellationToken) =>
        engine.StartAsync(setup with { Transcriber = this, Synthesizer = this, Model = this }, cancellationToken);

    ValueTask<ITranscription> ITranscriber.OpenAsync(TranscriptionOptions options, CancellationToken cancellationToken) => new(new Ear());

    ValueTask<ISpeechStream> ISpeechSynthesizer.OpenAsync(SpeechOptions options, CancellationToken cancellationToken) => new(new Mouth());

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await Task.CompletedTask;
        yield return new ChatResponseUpdate(ChatRole.Assistant, Answer);
    }

    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }

    private sealed class Ear : ITranscription
    {
        private readonly Channel<TranscriptEvent> _events = Channel.CreateUnbounded<TranscriptEvent>();

        public ChannelReader<TranscriptEvent> Events => _events.Reader;

        public void Begin(int utterance)
        {
        }

        public void Write(ReadOnlySpan<short> samples)
        {
        }

        public void End(int utterance) => _events.Writer.TryWrite(new TranscriptEvent(utterance, Question, IsFinal: true));

        public ValueTask DisposeAsync()
        {
            _events.Writer.TryComplete();
            return default;
        }
    }

    private sealed class Mouth : ISpeechStream
    {
        public int SampleRate => 24_000;

        public async IAsyncEnumerable<SpeechChunk> SpeakAsync(string text, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.CompletedTask;
            foreach (var piece in Speech)
            {
                yield return new SpeechChunk(piece);
            }
        }

        public ValueTask DisposeAsync() => default;
    }
}
