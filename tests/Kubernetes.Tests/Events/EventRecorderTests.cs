using k8s.Models;
using Microsoft.Extensions.Time.Testing;
using VoiceAgent.Kubernetes.Api;
using VoiceAgent.Kubernetes.Events;
using VoiceAgent.Kubernetes.Tests.Bench;
using VoiceAgent.Kubernetes.Tests.StandIn;
using Xunit;

namespace VoiceAgent.Kubernetes.Tests.Events;

public sealed class EventRecorderTests : IAsyncLifetime
{
    private static readonly ResourceKind Kind = ResourceKind.Of<Widget>();
    private static readonly ResourceKind EventKind = ResourceKind.Of<Eventsv1Event>();

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly CancellationTokenSource _stop = new();
    private Workbench _bench = null!;
    private EventRecorder _recorder = null!;
    private Task _running = Task.CompletedTask;

    public async Task InitializeAsync()
    {
        _bench = await Workbench.StartAsync();
        var metrics = new EventMetrics(_bench.Registry);
        var source = new EventSource("lab.example/controller", "pod_1");
        var logger = _bench.Logs.CreateLogger("events");
        _recorder = new EventRecorder(new EventWriter(_bench.Client, source, metrics, _time, logger), metrics, _time, logger);
    }

    public async Task DisposeAsync()
    {
        await _stop.CancelAsync();
        await Eventually.WithinLimitAsync(_running);
        await _bench.DisposeAsync();
        _stop.Dispose();
    }

    [Fact]
    public async Task An_event_says_what_happened_to_which_object()
    {
        Start();
        Record("SecretNotFound", note: "Create the Secret 'openai' with the key 'apiKey'.");

        var written = await SingleAsync();
        Assert.Equal(("Warning", "SecretNotFound", "Reconcile"), (written.Type, written.Reason, written.Action));
        Assert.Equal(("w", "lab", "uid-w", "lab.example/v1"), (written.Regarding.Name, written.Regarding.NamespaceProperty, written.Regarding.Uid, written.Regarding.ApiVersion));
        Assert.Equal(("lab.example/controller", "pod_1"), (written.ReportingController, written.ReportingInstance));
        Assert.Equal("lab", written.Metadata.NamespaceProperty);
        Assert.NotNull(written.EventTime);
        Assert.Null(written.Series);
    }

    [Fact]
    public async Task The_same_event_again_becomes_a_series_and_the_rest_is_counted_quietly()
    {
        Start();
        for (var time = 0; time < 50; time++)
        {
            Record("SecretNotFound", note: $"attempt {time}");
        }

        await OutcomeAsync("series", 49);
        Assert.Equal(2, (await SingleAsync()).Series!.Count);
        Assert.Equal(2, _bench.Server.WriteRequests);

        // Over after six quiet minutes: the last count is written, and the next report is a new event.
        await _time.AdvanceUntilAsync(() => EventsNow().Single().Series!.Count == 50, TimeSpan.FromSeconds(10));
        await _time.AdvanceAsync(TimeSpan.FromMinutes(2), TimeSpan.FromSeconds(10));
        Record("SecretNotFound");
        await OutcomeAsync("created", 2);
        Assert.Equal(2, EventsNow().Count);
    }

    [Fact]
    public async Task Different_reasons_are_different_events_even_in_the_same_instant()
    {
        Start();
        Record("SecretNotFound");
        Record("ProviderNotFound");

        await OutcomeAsync("created", 2);
        Assert.Equal(2, EventsNow().Select(written => written.Metadata.Name).Distinct().Count());
    }

    [Fact]
    public async Task One_object_cannot_fill_the_store_of_events()
    {
        Start();
        for (var number = 0; number < 40; number++)
        {
            Record($"Reason{number}");
        }

        await OutcomeAsync("spam", 15);
        Assert.Equal(25, EventsNow().Count);

        Record("Elsewhere", name: "other");
        await OutcomeAsync("created", 26);
        await _time.AdvanceAsync(TimeSpan.FromMinutes(5.1), TimeSpan.FromSeconds(30));
        Record("LaterOn");
        await OutcomeAsync("created", 27);
    }

    [Fact]
    public async Task A_full_queue_drops_and_counts_and_never_blocks()
    {
        for (var number = 0; number < 1200; number++)
        {
            Record($"Reason{number}", name: $"w{number}");
        }

        Assert.Equal(200, Scrape.Value(_bench.Registry, "event_recorder_events_total", "outcome", "queue_full"));
        await Task.CompletedTask;
    }

    [Fact]
    public async Task An_event_whose_answer_was_lost_is_not_written_twice()
    {
        _bench.Server.Break(target => target.Method == "POST", new Fault { LoseAnswer = true });
        Start();
        Record("SecretNotFound");

        await OutcomeAsync("created", 1);
        Assert.Single(EventsNow());
    }

    [Fact]
    public async Task An_event_that_the_server_refuses_costs_that_event_alone()
    {
        _bench.Server.Break(target => target.Method == "POST", Fault.Answer(403, "Forbidden", "namespace is being terminated"));
        Start();
        Record("SecretNotFound");
        Record("ProviderNotFound");

        await OutcomeAsync("created", 1);
        Assert.Equal(1, Scrape.Value(_bench.Registry, "event_recorder_events_total", "outcome", "refused"));
    }

    [Fact]
    public async Task What_was_recorded_before_the_stop_is_written_before_the_end()
    {
        Record("SecretNotFound");
        Record("SecretNotFound");
        Record("SecretNotFound");

        await _recorder.FinishAsync(default);

        Assert.Equal(3, EventsNow().Single().Series!.Count);
    }

    [Fact]
    public async Task An_event_about_a_cluster_scoped_object_lives_in_the_default_namespace()
    {
        Start();
        _recorder.Record(
            new V1Namespace { Metadata = new V1ObjectMeta { Name = new string('n', 63), Uid = "u" } }, ResourceKind.Of<V1Namespace>(),
            EventType.Normal, "Created", "Reconcile", new string('x', 2000));

        var written = await SingleAsync();
        Assert.Equal("default", written.Metadata.NamespaceProperty);
        Assert.Equal(1024, written.Note.Length);
    }

    private void Start() => _running = _recorder.RunAsync(_stop.Token);

    private void Record(string reason, string note = "note", string name = "w") => _recorder.Record(
        new Widget { Metadata = new V1ObjectMeta { Name = name, NamespaceProperty = "lab", Uid = $"uid-{name}" } },
        Kind, EventType.Warning, reason, "Reconcile", note);

    private Task OutcomeAsync(string outcome, double count) =>
        Eventually.HoldsAsync(() => Scrape.Value(_bench.Registry, "event_recorder_events_total", "outcome", outcome) >= count);

    private async Task<Eventsv1Event> SingleAsync()
    {
        await Eventually.HoldsAsync(() => EventsNow().Count > 0);
        return EventsNow().Single();
    }

    private List<Eventsv1Event> EventsNow() =>
    [
        .. _bench.Server.Storage.List(EventKind.Group, EventKind.Plural, null).Items
            .Select(json => k8s.KubernetesJson.Deserialize<Eventsv1Event>(json.ToJsonString())),
    ];
}
