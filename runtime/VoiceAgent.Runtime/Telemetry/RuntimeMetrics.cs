using Prometheus;

namespace VoiceAgent.Runtime.Telemetry;

/// <summary>
/// Everything that <c>/metrics</c> shows. Labels hold names of resources and members of enumerations alone, never a caller, a call or a word.
/// Each name says what it includes: figures of this field are rarely comparable because theirs do not.
/// </summary>
internal sealed class RuntimeMetrics
{
    // Speech is judged in tenths of a second; beyond ten the caller has gone.
    private static readonly double[] Seconds = [0.025, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.65, 0.8, 1, 1.25, 1.5, 2, 2.5, 3, 4, 6, 10];

    private readonly MetricFactory _factory;

    public RuntimeMetrics()
    {
        Registry = Metrics.NewCustomRegistry();
        _factory = Metrics.WithCustomRegistry(Registry);
        DotNetStats.Register(Registry);

        CallsStarted = Counter("voice_calls_started_total", "Calls that were accepted.", "tenant", "agent", "channel");
        CallsEnded = Counter("voice_calls_ended_total", "Calls that are over, by the reason.", "tenant", "agent", "ending");
        CallsRefused = Counter("voice_calls_refused_total", "Calls that were not accepted, by the reason.", "reason");
        CallSeconds = _factory.CreateHistogram("voice_call_seconds", "Length of a call.", ["tenant", "agent"],
            new HistogramConfiguration { Buckets = [5, 15, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200, 14400] });

        TurnEndToEnd = Histogram("voice_turn_e2e_seconds",
            "Caller's last speech to the first audible sample sent. Includes endpointing, excludes transport.", "tenant", "agent");
        EndOfUtterance = Histogram("voice_eou_delay_seconds", "Caller's last speech to the decision that the turn is over.", "tenant", "agent");
        FinalTranscript = Histogram("voice_stt_final_seconds", "Caller's last speech to the final transcript.", "tenant", "agent");
        FirstToken = Histogram("voice_llm_ttft_seconds", "Decided turn (or final transcript, if later) to the model's first token.", "tenant", "agent");
        FirstSentence = Histogram("voice_llm_ttfs_seconds", "Decided turn (or final transcript, if later) to the first complete sentence or clause.", "tenant", "agent");
        FirstAudio = Histogram("voice_tts_ttfb_seconds", "First sentence to the synthesiser's first sample.", "tenant", "agent");
        FirstAudible = Histogram("voice_tts_ttfa_seconds", "First sentence to the first sample sent that is louder than silence.", "tenant", "agent");
        DeadAir = Histogram("voice_dead_air_seconds", "Caller's last speech to the first audible sample sent, or to the failure of the reply.", "tenant", "agent");

        Interruptions = Counter("voice_interruptions_total", "Replies that were cut, by what confirmed it.", "tenant", "agent", "kind");
        FalseInterruptions = Counter("voice_false_interruptions_total", "Pauses after which the agent went on: a cough or a murmur.", "tenant", "agent");
        InterruptionStop = Histogram("voice_interruption_stop_seconds", "Caller's voice first heard to the reply being cut.", "tenant", "agent");
        Replies = Counter("voice_replies_total", "Replies, by how they ended.", "tenant", "agent", "outcome");
        StageFailures = Counter("voice_stage_failures_total", "Failures of a stage, by whose fault they are.", "tenant", "stage", "owner", "provider");
        ProviderFailovers = Counter("voice_provider_failover_total", "Requests that moved on to the next provider of a chain.", "tenant", "stage", "provider");
        Fillers = Counter("voice_fillers_total", "Times an agent said that the answer takes a moment.", "tenant", "agent");
        Tokens = Counter("voice_llm_tokens_total", "Tokens that the model read and wrote.", "tenant", "agent", "direction");
        SpokenCharacters = Counter("voice_tts_characters_total", "Characters that were sent to speech synthesis.", "tenant", "agent");

        SessionsActive = _factory.CreateGauge("voice_sessions_active", "Calls that live now.", ["tenant", "agent"]);
        Slots = _factory.CreateGauge("voice_slots", "Calls that this process may hold, by what they do.", ["state"]);
        TimerLag = _factory.CreateHistogram("voice_timer_lag_seconds", "The playout timer's worst delay in each second. Beyond 0.02 callers may hear it.",
            new HistogramConfiguration { Buckets = [0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 1] });

        JournalBacklog = _factory.CreateGauge("voice_journal_backlog_events", "Call events that wait for the database.");
        JournalLost = Counter("voice_journal_lost_total", "Call events that the database could not take, by why.", "reason");
        RecordingsStopped = Counter("voice_recordings_stopped_total", "Recordings that ended before their call, by why.", "reason");
        CatalogProblems = _factory.CreateGauge("voice_catalog_problems", "Problems found in the resources now loaded or refused.");
        CatalogLoads = Counter("voice_catalog_loads_total", "Times the resources were read, by the result.", "result");
    }

    public CollectorRegistry Registry { get; }

    public Counter CallsStarted { get; }
    public Counter CallsEnded { get; }
    public Counter CallsRefused { get; }
    public Histogram CallSeconds { get; }
    public Histogram TurnEndToEnd { get; }
    public Histogram EndOfUtterance { get; }
    public Histogram FinalTranscript { get; }
    public Histogram FirstToken { get; }
    public Histogram FirstSentence { get; }
    public Histogram FirstAudio { get; }
    public Histogram FirstAudible { get; }
    public Histogram DeadAir { get; }
    public Counter Interruptions { get; }
    public Counter FalseInterruptions { get; }
    public Histogram InterruptionStop { get; }
    public Counter Replies { get; }
    public Counter StageFailures { get; }
    public Counter ProviderFailovers { get; }
    public Counter Fillers { get; }
    public Counter Tokens { get; }
    public Counter SpokenCharacters { get; }
    public Gauge SessionsActive { get; }
    public Gauge Slots { get; }
    public Histogram TimerLag { get; }
    public Gauge JournalBacklog { get; }
    public Counter JournalLost { get; }
    public Counter RecordingsStopped { get; }
    public Gauge CatalogProblems { get; }
    public Counter CatalogLoads { get; }

    private Counter Counter(string name, string help, params string[] labels) => _factory.CreateCounter(name, help, labels);

    private Histogram Histogram(string name, string help, params string[] labels) =>
        _factory.CreateHistogram(name, help, labels, new HistogramConfiguration { Buckets = Seconds });
}
