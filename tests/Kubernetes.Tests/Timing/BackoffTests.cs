using Microsoft.Extensions.Time.Testing;
using VoiceAgent.Kubernetes.Memory;
using VoiceAgent.Kubernetes.Timing;
using Xunit;

namespace VoiceAgent.Kubernetes.Tests.Timing;

public sealed class BackoffTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void A_loop_waits_800_ms_then_twice_as_long_up_to_30_s_each_with_up_to_as_much_again_on_top()
    {
        var backoff = new Backoff(new BackoffOptions(), _time);
        foreach (var least in (double[])[0.8, 1.6, 3.2, 6.4, 12.8, 25.6, 30, 30])
        {
            var wait = backoff.Next().TotalSeconds;
            Assert.InRange(wait, least, 2 * least);
            _time.Advance(TimeSpan.FromSeconds(wait));
        }
    }

    [Fact]
    public void Two_healthy_minutes_start_it_over()
    {
        var backoff = new Backoff(new BackoffOptions { Jitter = 0 }, _time);
        backoff.Next();
        backoff.Next();

        _time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(3.2, backoff.Next().TotalSeconds);
        _time.Advance(TimeSpan.FromMinutes(2) + TimeSpan.FromTicks(1));
        Assert.Equal(0.8, backoff.Next().TotalSeconds);
    }

    [Fact]
    public async Task A_token_bucket_lets_the_burst_through_and_the_rest_at_its_rate()
    {
        var bucket = new TokenBucket(perSecond: 10, burst: 2, _time);
        Assert.Equal(TimeSpan.Zero, await bucket.WaitAsync(default));
        Assert.Equal(TimeSpan.Zero, await bucket.WaitAsync(default));

        var third = bucket.WaitAsync(default).AsTask();
        var fourth = bucket.WaitAsync(default).AsTask();
        _time.Advance(TimeSpan.FromMilliseconds(100));
        await third;
        Assert.False(fourth.IsCompleted);
        _time.Advance(TimeSpan.FromMilliseconds(100));
        await fourth;
    }

    [Fact]
    public async Task Who_stops_waiting_for_a_token_leaves_it_to_the_others()
    {
        var bucket = new TokenBucket(perSecond: 1, burst: 1, _time);
        await bucket.WaitAsync(default);
        using var stop = new CancellationTokenSource();
        var abandoned = bucket.WaitAsync(stop.Token).AsTask();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => abandoned);

        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(bucket.TryTake());
    }

    [Fact]
    public void A_bounded_map_forgets_the_oldest()
    {
        var map = new BoundedMap<string, int>(2);
        map.Set("a", 1);
        map.Set("b", 2);
        map.Set("a", 3);
        map.Set("c", 4);

        Assert.False(map.TryGet("b", out _));
        Assert.True(map.TryGet("a", out var a));
        Assert.Equal(3, a);
        Assert.Equal(2, map.Count);
    }
}
