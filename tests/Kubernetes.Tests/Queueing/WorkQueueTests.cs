using Microsoft.Extensions.Time.Testing;
using Prometheus;
using VoiceAgent.Kubernetes.Queueing;
using VoiceAgent.Kubernetes.Telemetry;
using VoiceAgent.Kubernetes.Tests.Bench;
using Xunit;

namespace VoiceAgent.Kubernetes.Tests.Queueing;

public sealed class WorkQueueTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly CollectorRegistry _registry = Metrics.NewCustomRegistry();
    private readonly WorkQueue<string> _queue;

    public WorkQueueTests()
    {
        _queue = new WorkQueue<string>(new QueueMetrics(_registry, "q"), _time);
    }

    public void Dispose() => _queue.Dispose();

    [Fact]
    public async Task A_key_added_many_times_is_worked_on_once()
    {
        _queue.Add("a");
        _queue.Add("a");
        _queue.Add("b");

        Assert.Equal(["a", "b"], await TakeAllAsync());
    }

    [Fact]
    public async Task A_key_added_while_it_is_worked_on_comes_back_after_that_and_never_beside_it()
    {
        _queue.Add("a");
        Assert.Equal("a", await TakeAsync());

        _queue.Add("a");
        _queue.Add("a");
        Assert.Equal(0, _queue.Depth);

        _queue.Done("a");
        Assert.Equal(["a"], await TakeAllAsync());
    }

    [Fact]
    public async Task A_key_added_between_take_and_done_is_not_lost_by_done()
    {
        _queue.Add("a");
        await TakeAsync();
        _queue.Add("a");
        _queue.Done("a");

        Assert.Equal(1, _queue.Depth);
    }

    [Fact]
    public async Task Live_keys_overtake_the_initial_ones()
    {
        _queue.Add("old1", QueuePriority.Background);
        _queue.Add("old2", QueuePriority.Background);
        _queue.Add("edited");

        Assert.Equal(["edited", "old1", "old2"], await TakeAllAsync());
    }

    [Fact]
    public async Task A_waiting_initial_key_that_is_edited_moves_to_the_front_and_is_worked_on_once()
    {
        _queue.Add("old1", QueuePriority.Background);
        _queue.Add("old2", QueuePriority.Background);
        _queue.Add("old2");

        Assert.Equal(["old2", "old1"], await TakeAllAsync());
    }

    [Fact]
    public async Task A_key_that_was_promoted_and_added_again_is_not_found_twice()
    {
        _queue.Add("a", QueuePriority.Background);
        _queue.Add("a");
        Assert.Equal("a", await TakeAsync());
        _queue.Done("a");
        _queue.Add("a", QueuePriority.Background);

        Assert.Equal(["a"], await TakeAllAsync());
    }

    [Fact]
    public async Task A_live_change_during_work_on_an_initial_key_makes_its_return_live()
    {
        _queue.Add("a", QueuePriority.Background);
        await TakeAsync();
        _queue.Add("b", QueuePriority.Background);
        _queue.Add("a");
        _queue.Done("a");

        Assert.Equal(["a", "b"], await TakeAllAsync());
    }

    [Fact]
    public async Task A_worker_that_waits_gets_the_next_key()
    {
        var first = _queue.TakeAsync(default).AsTask();
        var second = _queue.TakeAsync(default).AsTask();
        _queue.Add("a");
        _queue.Add("b");

        Assert.Equal("a", (await Eventually.WithinLimitAsync(first))!.Value.Key);
        Assert.Equal("b", (await Eventually.WithinLimitAsync(second))!.Value.Key);
    }

    [Fact]
    public async Task A_worker_that_stops_waiting_takes_no_key_with_it()
    {
        using var stop = new CancellationTokenSource();
        var abandoned = _queue.TakeAsync(stop.Token).AsTask();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => abandoned);

        _queue.Add("a");
        Assert.Equal("a", await TakeAsync());
    }

    [Fact]
    public async Task A_delayed_key_comes_at_its_time_and_at_the_earliest_one_asked_for()
    {
        _queue.AddAfter("a", TimeSpan.FromSeconds(10));
        _queue.AddAfter("a", TimeSpan.FromSeconds(3));
        _queue.AddAfter("a", TimeSpan.FromSeconds(20));

        _time.Advance(TimeSpan.FromSeconds(2.9));
        Assert.Equal(0, _queue.Depth);
        _time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal(["a"], await TakeAllAsync());

        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(0, _queue.Depth);
        Assert.Equal(0, _queue.Delayed);
    }

    [Fact]
    public async Task Delayed_keys_come_in_the_order_of_their_times()
    {
        _queue.AddAfter("late", TimeSpan.FromDays(60));
        _queue.AddAfter("soon", TimeSpan.FromSeconds(1));

        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(["soon"], await TakeAllAsync());
        for (var day = 0; day < 60; day++)
        {
            _time.Advance(TimeSpan.FromDays(1));
        }

        Assert.Equal(["late"], await TakeAllAsync());
    }

    [Fact]
    public async Task Shutting_down_lets_work_in_flight_finish_and_hands_nothing_more_out()
    {
        _queue.Add("a");
        _queue.Add("b");
        await TakeAsync();
        var waiting = _queue.TakeAsync(default).AsTask();
        Assert.Equal("b", (await Eventually.WithinLimitAsync(waiting))!.Value.Key);
        var idle = _queue.TakeAsync(default).AsTask();

        var drained = _queue.DrainAsync();
        _queue.Add("c");
        _queue.AddAfter("d", TimeSpan.FromSeconds(1));
        _time.Advance(TimeSpan.FromSeconds(2));

        Assert.Null(await Eventually.WithinLimitAsync(idle));
        Assert.Null(await _queue.TakeAsync(default));
        _queue.Done("a");
        Assert.False(drained.IsCompleted);
        _queue.Done("b");
        await Eventually.WithinLimitAsync(drained);
    }

    [Fact]
    public async Task The_metrics_tell_depth_by_priority_and_how_long_work_takes()
    {
        _queue.Add("a", QueuePriority.Background);
        _queue.Add("b");
        Assert.Equal(1, Scrape.Value(_registry, "workqueue_depth", "priority", "-100"));
        Assert.Equal(1, Scrape.Value(_registry, "workqueue_depth", "priority", "0"));

        _queue.Add("a");
        Assert.Equal(0, Scrape.Value(_registry, "workqueue_depth", "priority", "-100"));
        Assert.Equal(2, Scrape.Value(_registry, "workqueue_depth", "priority", "0"));

        await TakeAsync();
        _time.Advance(TimeSpan.FromSeconds(7));
        await Scrape.CollectAsync(_registry);
        Assert.Equal(7, Scrape.Value(_registry, "workqueue_longest_running_processor_seconds"));
        Assert.Equal(7, Scrape.Value(_registry, "workqueue_unfinished_work_seconds"));
        Assert.Equal(2, Scrape.Value(_registry, "workqueue_adds_total"));
        _queue.Done("b");
    }

    [Fact]
    public async Task Whatever_happens_no_key_is_lost_and_none_is_worked_on_twice_at_once()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            await StormAsync(new Random(seed));
        }
    }

    // Real threads and real time: many adders and workers at once. Every change is a counter; a worker that looks after the last change has seen it.
    private static async Task StormAsync(Random random)
    {
        using var queue = new WorkQueue<int>(new QueueMetrics(Metrics.NewCustomRegistry(), "storm"), TimeProvider.System);
        var changes = new int[8];
        var seen = new int[8];
        var busy = new int[8];
        var overlaps = 0;
        var workers = Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            while (await queue.TakeAsync(default) is { } item)
            {
                if (Interlocked.Increment(ref busy[item.Key]) != 1)
                {
                    Interlocked.Increment(ref overlaps);
                }

                Volatile.Write(ref seen[item.Key], Volatile.Read(ref changes[item.Key]));
                await Task.Yield();
                Interlocked.Decrement(ref busy[item.Key]);
                queue.Done(item.Key);
            }
        })).ToList();
        var plans = Enumerable.Range(0, 4).Select(_ => Enumerable.Range(0, 200).Select(_ => (Key: random.Next(8), Kind: random.Next(3))).ToList()).ToList();
        await Task.WhenAll(plans.Select(plan => Task.Run(() =>
        {
            foreach (var (key, kind) in plan)
            {
                Interlocked.Increment(ref changes[key]);
                if (kind == 0)
                {
                    queue.AddAfter(key, TimeSpan.FromMilliseconds(1), QueuePriority.Background);
                }
                else
                {
                    queue.Add(key, kind == 1 ? QueuePriority.Live : QueuePriority.Background);
                }
            }
        })));

        await Eventually.HoldsAsync(() => queue.Depth == 0 && queue.Delayed == 0 && queue.Running().Count == 0);
        await queue.DrainAsync();
        await Task.WhenAll(workers);
        Assert.Equal(changes, seen);
        Assert.Equal(0, overlaps);
    }

    private async Task<string> TakeAsync() => (await Eventually.WithinLimitAsync(_queue.TakeAsync(default).AsTask()))!.Value.Key;

    private async Task<List<string>> TakeAllAsync()
    {
        var keys = new List<string>();
        while (_queue.Depth > 0)
        {
            keys.Add(await TakeAsync());
            _queue.Done(keys[^1]);
        }

        return keys;
    }
}
