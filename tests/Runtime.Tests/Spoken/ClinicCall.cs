using Microsoft.Extensions.Logging.Abstractions;
using VoiceAgent.Conversation.Agents;
using VoiceAgent.Conversation.Calls;
using VoiceAgent.Conversation.Listening;
using VoiceAgent.Conversation.Playout;
using VoiceAgent.Conversation.Speech;
using VoiceAgent.Conversation.Transcription;
using VoiceAgent.Providers;
using VoiceAgent.Providers.Local;
using VoiceAgent.Runtime.Knowledge;
using VoiceAgent.Testing.Calls;

namespace VoiceAgent.Runtime.Tests.Spoken;

/// <summary>A call with the sample clinic in real time: real voice activity detection, the local providers, the handbook, and a caller who sends 20 ms frames.</summary>
internal sealed class ClinicCall : ICallObserver, IAsyncDisposable
{
    private static readonly SileroModel Model = new();
    private static readonly string Handbook = Path.Combine(Repository.Root, "crds/samples/clinic");

    private readonly List<CallEvent> _events = [];
    private readonly PlayoutClock _clock = new(TimeProvider.System);
    private readonly VoiceProvider _provider = LocalProvider.Create(new ProviderConnection("local", "Local", null, () => null));
    private readonly KnowledgeIndex _knowledge;
    private ICall _call = null!;

    private ClinicCall()
    {
        var documents = Directory.GetFiles(Handbook).Order().Select(path => new KnowledgeDocument(Path.GetFileName(path), File.ReadAllText(path))).ToArray();
        _knowledge = KnowledgeIndex.Open("clinic", documents, null);
    }

    public HeardEdge Edge { get; } = new();

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

    public static async Task<ClinicCall> StartAsync()
    {
        var clinic = new ClinicCall();
        var vocabulary = AgentVocabulary.From("Hello, this is BrightSmile Dental.", clinic._knowledge.Passages, []);
        var none = new Dictionary<string, string>();
        var factory = new CallFactory(new CallEngineOptions(), Model, clinic._clock, TimeProvider.System, NullLoggerFactory.Instance);
        clinic._call = await factory.StartAsync(
            new CallSetup
            {
                Agent = new AgentSnapshot
                {
                    Name = "reception",
                    Revision = "1",
                    Transcription = new TranscriptionOptions(null, "en-US", vocabulary, none),
                    Speech = new SpeechOptions(null, "slt", "en-US", 100, none),
                },
                Transcriber = clinic._provider.Transcriber!,
                Model = clinic._provider.Model!,
                Synthesizer = clinic._provider.Synthesizer!,
                Knowledge = clinic._knowledge,
                Edge = clinic.Edge,
                Observers = [clinic],
            },
            CancellationToken.None);
        return clinic;
    }

    /// <summary>The caller sends these samples at the pace of speech.</summary>
    public async Task SayAsync(short[] samples)
    {
        using var frames = new PeriodicTimer(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        foreach (var frame in samples.Chunk(320))
        {
            await frames.WaitForNextTickAsync();
            _call.Hear(frame);
        }
    }

    /// <summary>The caller is silent until something happened.</summary>
    public async Task<T> UntilAsync<T>(Func<T, bool>? condition = null)
        where T : CallEvent
    {
        for (var i = 0; i < 100; i++)
        {
            if (Events.OfType<T>().LastOrDefault(happened => condition?.Invoke(happened) != false) is { } found)
            {
                return found;
            }

            await SayAsync(new short[320 * 10]);
        }

        throw new TimeoutException($"No {typeof(T).Name} came in 20 s. What came: {string.Join("; ", Events)}");
    }

    public void Observe(CallEvent happened)
    {
        lock (_events)
        {
            _events.Add(happened);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _call.DisposeAsync();
        _clock.Dispose();
        await _provider.DisposeAsync();
        _knowledge.Dispose();
    }
}
