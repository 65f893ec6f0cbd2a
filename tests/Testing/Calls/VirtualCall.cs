using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using VoiceAgent.Conversation.Agents;
using VoiceAgent.Conversation.Calls;
using VoiceAgent.Conversation.Dialogue;
using VoiceAgent.Conversation.Playout;
using VoiceAgent.Conversation.Speech;
using VoiceAgent.Conversation.Tools;
using VoiceAgent.Conversation.Transcription;
using IChatClient = Microsoft.Extensions.AI.IChatClient;

namespace VoiceAgent.Testing.Calls;

/// <summary>
/// A whole call in virtual time: the real session with scripted providers and a scripted caller. Half a minute of conversation runs in well under a second, and always the same way.
/// </summary>
public sealed class VirtualCall : ICallObserver, IAsyncDisposable
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(10);

    private readonly List<CallEvent> _events = [];
    private readonly PlayoutClock _playoutClock;
    private readonly OneThread _thread = new();
    private ICall? _call;

    /// <summary>Prepares the parts; <see cref="StartAsync"/> opens the call.</summary>
    public VirtualCall()
    {
        Time = new FakeTimeProvider();
        Transcriber = new ScriptedTranscriber(Time);
        Model = new ScriptedModel(Time);
        Synthesizer = new ScriptedSynthesizer(Time);
        _playoutClock = new PlayoutClock(Time);
    }

    public FakeTimeProvider Time { get; }

    public ScriptedTranscriber Transcriber { get; }

    public ScriptedModel Model { get; }

    public ScriptedSynthesizer Synthesizer { get; }

    public HeardEdge Edge { get; } = new();

    public IKnowledge Knowledge { get; set; } = NoKnowledge.Instance;

    public IAudioTap? Tap { get; set; }

    /// <summary>Stand in front of the scripted providers, when set.</summary>
    public IChatClient? ModelChain { get; set; }

    public ISpeechSynthesizer? VoiceChain { get; set; }

    public ITranscriber? EarChain { get; set; }

    public IReadOnlyList<ITool> Tools { get; set; } = [];

    public IReadOnlyList<ClientToolOffer> ClientTools { get; set; } = [];

    public AgentSnapshot Agent { get; set; } = new()
    {
        Name = "reception",
        Revision = "1",
        Transcription = new TranscriptionOptions(null, "en-US", SpeechVocabulary.None, new Dictionary<string, string>()),
        Speech = new SpeechOptions(null, null, "en-US", 100, new Dictionary<string, string>()),
    };

    public ICall Call => _call ?? throw new InvalidOperationException("The call was not started.");

    public IReadOnlyList<CallEvent> Events
    {
        get
        {
            lock (_events)
            {
                return [.. _events];
            }
        }
    }

    public IReadOnlyList<T> Of<T>()
        where T : CallEvent => [.. Events.OfType<T>()];

    public async Task StartAsync()
    {
        var factory = new CallFactory(new CallEngineOptions(), () => new LoudnessProbability(), _playoutClock, Time, NullLoggerFactory.Instance);
        var setup = new CallSetup
        {
            Agent = Agent, Transcriber = EarChain ?? Transcriber, Model = ModelChain ?? Model, Synthesizer = VoiceChain ?? Synthesizer, Knowledge = Knowledge, Edge = Edge, Observers = [this], Tap = Tap,
            Tools = Tools, ClientTools = ClientTools,
        };
        _call = await _thread.RunAsync(() => factory.StartAsync(setup, CancellationToken.None).AsTask());
    }

    /// <summary>The caller speaks so long and is understood as this.</summary>
    public async Task SpeakAsync(string text, double seconds)
    {
        Transcriber.Expect(text);
        await PassAsync(seconds, Loud);
    }

    /// <summary>Time passes while the caller is silent.</summary>
    public Task SilenceAsync(double seconds) => PassAsync(seconds, Quiet);

    /// <summary>Time passes without any audio from the caller.</summary>
    public Task WaitAsync(double seconds) => PassAsync(seconds, []);

    /// <summary>Silence until something happened, at most 60 virtual seconds.</summary>
    public async Task<T> UntilAsync<T>(Func<T, bool>? condition = null)
        where T : CallEvent
    {
        for (var i = 0; i < 6_000; i++)
        {
            if (Of<T>().LastOrDefault(happened => condition?.Invoke(happened) != false) is { } found)
            {
                return found;
            }

            await PassAsync(Step.TotalSeconds, Quiet);
        }

        throw new TimeoutException($"No {typeof(T).Name} came. What came: {string.Join("; ", Events)}");
    }

    public void Observe(CallEvent happened)
    {
        lock (_events)
        {
            _events.Add(happened);
        }
    }

    /// <summary>Disposes the call, as its edge does when the line is gone.</summary>
    public Task HangUpAsync() => _thread.RunAsync(async () =>
    {
        await Call.DisposeAsync();
        return true;
    });

    public async ValueTask DisposeAsync()
    {
        if (_call is not null)
        {
            await HangUpAsync();
        }

        _playoutClock.Dispose();
    }

    private static readonly short[] Loud = [.. Enumerable.Range(0, 160).Select(i => (short)(4_000 * Math.Sin(i * 0.3)))];

    private static readonly short[] Quiet = new short[160];

    private async Task PassAsync(double seconds, short[] audio)
    {
        for (var passed = TimeSpan.Zero; passed < TimeSpan.FromSeconds(seconds); passed += Step)
        {
            Time.Advance(Step);
            if (audio.Length > 0)
            {
                Call.Hear(audio);
            }

            await _thread.SettleAsync();
        }
    }
}
