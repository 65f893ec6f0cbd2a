using System.Collections.Concurrent;
using k8s.Models;
using Microsoft.Extensions.Time.Testing;
using Prometheus;
using VoiceAgent.Kubernetes.Api;
using VoiceAgent.Kubernetes.Controllers;
using VoiceAgent.Kubernetes.Queueing;
using VoiceAgent.Kubernetes.Tests.Bench;
using Xunit;

namespace VoiceAgent.Kubernetes.Tests.Controllers;

public sealed class ControllerTests : IAsyncDisposable
{
    private static readonly ObjectKey Key = new("lab", "a");

    private readonly FakeTimeProvider _time = new();
    private readonly CollectorRegistry _registry = Metrics.NewCustomRegistry();
    private readonly LogCapture _logs = new();
    private readonly Source _source = new();
    private readonly ControllerOptions _options = new() { Workers = 2 };
    private readonly Scripted _reconciler = new();
    private readonly CancellationTokenSource _abandon = new();
    private Controller? _controller;
    private Task _running = Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _abandon.CancelAsync();
        _controller?.StopIntake();
        await Eventually.WithinLimitAsync(_running);
        _abandon.Dispose();
    }

    [Fact]
    public async Task Done_means_not_again_until_something_changes()
    {
        Start();
        _source.Emit(Key);
        await RunsAsync(1);
        await _time.AdvanceAsync(TimeSpan.FromMinutes(30), TimeSpan.FromMinutes(1));

        Assert.Equal(1, _reconciler.Runs);
        Assert.Equal(1, Total("success"));
    }

    [Fact]
    public async Task Requeue_after_comes_back_within_ten_percent_of_its_time()
    {
        _reconciler.Then(Result.RequeueAfter(TimeSpan.FromSeconds(100)));
        Start();
        _source.Emit(Key);
        await RunsAsync(1);

        await _time.AdvanceAsync(TimeSpan.FromSeconds(89), TimeSpan.FromSeconds(1));
        Assert.Equal(1, _reconciler.Runs);
        await _time.AdvanceAsync(TimeSpan.FromSeconds(22), TimeSpan.FromSeconds(1));
        await RunsAsync(2);
        Assert.Equal(1, Total("requeue_after"));
    }

    [Fact]
    public async Task A_failure_is_retried_for_ever_and_is_never_dropped()
    {
        for (var attempt = 0; attempt < 30; attempt++)
        {
            _reconciler.Then(new IOException("the database is away"));
        }

        Start();
        _source.Emit(Key);
        await _time.AdvanceUntilAsync(() => _reconciler.Runs == 31, TimeSpan.FromSeconds(200));

        await Eventually.HoldsAsync(() => Total("success") == 1);
        Assert.Equal(30, Total("error"));
        Assert.Equal(30, Scrape.Value(_registry, "controller_runtime_reconcile_errors_total"));
        Assert.Equal(0, Scrape.Value(_registry, "controller_runtime_reconcile_panics_total"));
    }

    [Fact]
    public async Task A_success_ends_the_memory_of_failures()
    {
        _reconciler.Then(new IOException("once"));
        _reconciler.Then(new IOException("twice"));
        _reconciler.Then(Result.Done);
        _reconciler.Then(new IOException("again"));
        Start();
        _source.Emit(Key);
        await _time.AdvanceUntilAsync(() => _reconciler.Runs == 3, TimeSpan.FromMilliseconds(5));

        _source.Emit(Key);
        await RunsAsync(4);
        await Eventually.HoldsAsync(() => _controller!.Queue.Delayed == 1);
        _time.Advance(TimeSpan.FromMilliseconds(5));
        await RunsAsync(5);
    }

    [Fact]
    public async Task A_terminal_failure_waits_for_a_change()
    {
        _reconciler.Then(new TerminalException("spec.size must be positive"));
        Start();
        _source.Emit(Key);
        await RunsAsync(1);
        await _time.AdvanceAsync(TimeSpan.FromMinutes(40), TimeSpan.FromMinutes(1));
        Assert.Equal(1, _reconciler.Runs);
        Assert.Equal(1, Scrape.Value(_registry, "controller_runtime_terminal_reconcile_errors_total"));

        _source.Emit(Key);
        await RunsAsync(2);
    }

    [Fact]
    public async Task A_programming_fault_is_contained_counted_and_retried()
    {
        _reconciler.Then(new NullReferenceException());
        Start();
        _source.Emit(Key);
        _source.Emit(new ObjectKey("lab", "b"));
        await _time.AdvanceUntilAsync(() => _reconciler.Runs == 3, TimeSpan.FromMilliseconds(5));

        Assert.Equal(1, Scrape.Value(_registry, "controller_runtime_reconcile_panics_total"));
        Assert.False(_running.IsCompleted);
    }

    [Fact]
    public async Task A_reconcile_that_takes_too_long_is_cancelled_counted_and_retried()
    {
        _reconciler.ThenHang();
        Start();
        _source.Emit(Key);
        await RunsAsync(1);
        _time.Advance(_options.ReconcileTimeout);
        await Eventually.HoldsAsync(() => Scrape.Value(_registry, "controller_runtime_reconcile_timeouts_total") == 1);

        await _time.AdvanceUntilAsync(() => _reconciler.Runs == 2, TimeSpan.FromMilliseconds(5));
        Assert.Equal(1, Total("error"));
    }

    [Fact]
    public async Task A_write_conflict_is_a_retry_and_no_error()
    {
        _reconciler.Then(new ApiException("PUT /x", System.Net.HttpStatusCode.Conflict, new V1Status { Reason = "Conflict" }, null));
        Start();
        _source.Emit(Key);
        await _time.AdvanceUntilAsync(() => _reconciler.Runs == 2, TimeSpan.FromMilliseconds(5));

        Assert.Equal(1, Total("requeue"));
        Assert.Equal(0, Total("error"));
        Assert.Empty(_logs.Loud);
    }

    [Fact]
    public async Task One_key_is_in_flight_once_while_others_go_on()
    {
        var release = _reconciler.ThenWait();
        Start();
        _source.Emit(Key);
        await RunsAsync(1);
        _source.Emit(Key);
        _source.Emit(Key);
        _source.Emit(new ObjectKey("lab", "b"));
        await RunsAsync(2);

        Assert.Equal(["lab/a", "lab/b"], _reconciler.Keys.Select(key => key.ToString()));
        release.SetResult(Result.Done);
        await RunsAsync(3);
        Assert.Equal("lab/a", _reconciler.Keys.Last().ToString());
        Assert.Equal(1, _reconciler.MostAtOncePerKey);
    }

    [Fact]
    public async Task Everything_is_looked_at_again_every_resync_period_behind_live_work()
    {
        _source.Known.AddRange([Key, new ObjectKey("lab", "b")]);
        Start();
        await _time.AdvanceAsync(TimeSpan.FromHours(8.9), TimeSpan.FromMinutes(6));
        Assert.Equal(0, _reconciler.Runs);

        await _time.AdvanceAsync(TimeSpan.FromHours(3.2), TimeSpan.FromMinutes(6));
        await RunsAsync(2);
        Assert.Equal(["lab/a", "lab/b"], _reconciler.Keys.Select(key => key.ToString()).Order());
    }

    [Fact]
    public async Task Every_line_of_a_reconcile_carries_its_key_and_an_identifier_of_the_attempt()
    {
        _reconciler.Then(new IOException("away"));
        _reconciler.Then(new IOException("away"));
        Start();
        _source.Emit(Key);
        await _time.AdvanceUntilAsync(() => _logs.Loud.Count() == 2, TimeSpan.FromMilliseconds(5));

        var scopes = _logs.Loud.Select(line => ((IReadOnlyList<KeyValuePair<string, object?>>)line.Scopes.Single()!).ToDictionary()).ToList();
        Assert.All(scopes, scope => Assert.Equal(("things", "lab", "a"), (scope["controller"], scope["namespace"], scope["name"])));
        Assert.NotEqual(scopes[0]["reconcileID"], scopes[1]["reconcileID"]);
    }

    [Fact]
    public async Task A_typed_clients_answer_never_reaches_the_log()
    {
        _reconciler.Then(new k8s.Autorest.HttpOperationException("response body {\"prompt\":\"secret words\"}"));
        Start();
        _source.Emit(Key);
        await Eventually.HoldsAsync(() => _logs.Loud.Any());

        Assert.DoesNotContain("secret words", _logs.Loud.Single().Exception!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_series_exists_before_anything_happens()
    {
        Start();
        var text = await Scrape.CollectAsync(_registry);
        foreach (var series in (string[])
        [
            "controller_runtime_reconcile_total{controller=\"things\",result=\"success\"} 0",
            "controller_runtime_reconcile_total{controller=\"things\",result=\"error\"} 0",
            "controller_runtime_reconcile_total{controller=\"things\",result=\"requeue\"} 0",
            "controller_runtime_reconcile_total{controller=\"things\",result=\"requeue_after\"} 0",
            "controller_runtime_reconcile_errors_total{controller=\"things\"} 0",
            "controller_runtime_terminal_reconcile_errors_total{controller=\"things\"} 0",
            "controller_runtime_reconcile_panics_total{controller=\"things\"} 0",
            "controller_runtime_reconcile_timeouts_total{controller=\"things\"} 0",
            "controller_runtime_reconcile_time_seconds_count{controller=\"things\"} 0",
            "controller_runtime_max_concurrent_reconciles{controller=\"things\"} 2",
            "controller_runtime_active_workers{controller=\"things\"} 0",
            "workqueue_depth{name=\"things\",controller=\"things\",priority=\"0\"} 0",
            "workqueue_depth{name=\"things\",controller=\"things\",priority=\"-100\"} 0",
            "workqueue_adds_total{name=\"things\",controller=\"things\"} 0",
            "workqueue_retries_total{name=\"things\",controller=\"things\"} 0",
            "workqueue_queue_duration_seconds_count{name=\"things\",controller=\"things\"} 0",
            "workqueue_work_duration_seconds_count{name=\"things\",controller=\"things\"} 0",
            "workqueue_unfinished_work_seconds{name=\"things\",controller=\"things\"} 0",
            "workqueue_longest_running_processor_seconds{name=\"things\",controller=\"things\"} 0",
        ])
        {
            Assert.Contains(series + "\n", text, StringComparison.Ordinal);
        }
    }

    private void Start()
    {
        var services = new ControllerServices(_registry, _time, _logs);
        _controller = new Controller(new ControllerDefinition("things", _options, [_source]), _reconciler, services);
        _running = _controller.RunAsync(_abandon.Token);
    }

    private double Total(string result) => Scrape.Value(_registry, "controller_runtime_reconcile_total", "result", result);

    private Task RunsAsync(int runs) => Eventually.HoldsAsync(() => _reconciler.Runs >= runs);

    private sealed class Source : IControllerWatch, IDisposable
    {
        private WorkQueue<ObjectKey>? _queue;

        internal List<ObjectKey> Known { get; } = [];

        internal void Emit(ObjectKey key) => _queue!.Add(key);

        public IDisposable Start(WorkQueue<ObjectKey> queue)
        {
            _queue = queue;
            return this;
        }

        public IEnumerable<ObjectKey> ResyncKeys() => Known;

        public void Dispose()
        {
        }
    }

    /// <summary>Does what it was told to, in order, and then nothing.</summary>
    private sealed class Scripted : IReconciler
    {
        private readonly ConcurrentQueue<Func<CancellationToken, Task<Result>>> _script = new();
        private readonly ConcurrentDictionary<ObjectKey, int> _busy = new();

        internal ConcurrentQueue<ObjectKey> Keys { get; } = new();

        internal int Runs => Keys.Count;

        internal int MostAtOncePerKey { get; private set; }

        internal void Then(Result result) => _script.Enqueue(_ => Task.FromResult(result));

        internal void Then(Exception exception) => _script.Enqueue(_ => Task.FromException<Result>(exception));

        internal TaskCompletionSource<Result> ThenWait()
        {
            var release = new TaskCompletionSource<Result>(TaskCreationOptions.RunContinuationsAsynchronously);
            _script.Enqueue(_ => release.Task);
            return release;
        }

        internal void ThenHang() => _script.Enqueue(async cancellationToken =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            return Result.Done;
        });

        public async Task<Result> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
        {
            MostAtOncePerKey = Math.Max(MostAtOncePerKey, _busy.AddOrUpdate(key, 1, (_, count) => count + 1));
            Keys.Enqueue(key);
            try
            {
                return _script.TryDequeue(out var step) ? await step(cancellationToken) : Result.Done;
            }
            finally
            {
                _busy.AddOrUpdate(key, 0, (_, count) => count - 1);
            }
        }
    }
}
