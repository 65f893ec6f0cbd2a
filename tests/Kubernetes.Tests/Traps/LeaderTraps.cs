using VoiceAgent.Kubernetes.Tests.Bench;
using VoiceAgent.Kubernetes.Tests.Leadership;
using Xunit;

namespace VoiceAgent.Kubernetes.Tests.Traps;

/// <summary>The ways in which KubernetesClient's LeaderElector goes wrong, one test each. The numbers are those of the README's table of traps.</summary>
public sealed class LeaderTraps
{
    private static readonly HttpRequestException Away = new("connection refused");

    [Fact]
    public async Task L1_One_transport_error_does_not_cost_the_lead()
    {
        await using var leader = new Competitor(new LeaseRoom(), "a");
        await leader.LeadAsync();

        leader.Line.Fault = Away;
        await leader.AdvanceAsync(7);
        Assert.True(leader.Leads);
        leader.Line.Fault = null;
        await leader.AdvanceAsync(30);

        Assert.True(leader.Leads);
        Assert.Equal(1, leader.Status);
        Assert.True(await leader.StopAsync());
    }

    [Fact]
    public async Task L1_Errors_until_the_renew_deadline_do()
    {
        await using var leader = new Competitor(new LeaseRoom(), "a");
        await leader.LeadAsync();

        leader.Line.Fault = Away;
        await leader.AdvanceAsync(10);

        Assert.False(await Eventually.WithinLimitAsync(leader.Ended));
        Assert.True(leader.Tenure.Ended.IsCancellationRequested);
        Assert.Equal(0, leader.Status);
    }

    [Fact]
    public async Task L2_Waiting_to_lead_survives_every_fault_of_server_and_network()
    {
        var room = new LeaseRoom();
        await using var leader = new Competitor(room, "a");
        leader.Line.Fault = Away;
        leader.Start();
        foreach (var fault in (Exception[])
        [
            Away, new IOException("cut"), new TimeoutException(),
            new VoiceAgent.Kubernetes.Api.ApiException("GET lease", System.Net.HttpStatusCode.InternalServerError, null, null),
            new VoiceAgent.Kubernetes.Api.ApiException("GET lease", System.Net.HttpStatusCode.Forbidden, null, null),
            new System.Text.Json.JsonException(),
        ])
        {
            leader.Line.Fault = fault;
            var before = leader.Line.Requests;
            await leader.Time.AdvanceUntilAsync(() => leader.Line.Requests > before + 1);
            Assert.False(leader.Ended.IsCompleted);
        }

        leader.Line.Fault = null;
        await leader.Time.AdvanceUntilAsync(() => leader.Leads);
    }

    [Fact]
    public async Task L3_Who_lost_the_lead_says_so_at_once_and_may_not_write()
    {
        await using var leader = new Competitor(new LeaseRoom(), "a");
        await leader.LeadAsync();
        leader.Tenure.ThrowIfClosed();

        leader.Line.Fault = Away;
        await leader.AdvanceAsync(10);

        Assert.False(leader.Leads);
        Assert.Throws<InvalidOperationException>(leader.Tenure.ThrowIfClosed);
    }

    [Fact]
    public async Task L3_A_process_that_was_frozen_may_not_write_before_any_timer_told_it()
    {
        var clock = new JumpingClock();
        using var tenure = new VoiceAgent.Kubernetes.Leadership.Tenure(TimeSpan.FromSeconds(10), clock);
        Assert.True(tenure.Renew(clock.GetTimestamp()));
        tenure.ThrowIfClosed();

        clock.Jump(TimeSpan.FromSeconds(60));

        Assert.False(tenure.Ended.IsCancellationRequested);
        Assert.Throws<InvalidOperationException>(tenure.ThrowIfClosed);
        await Task.CompletedTask;
    }

    [Fact]
    public async Task L4_A_clean_stop_releases_the_lease_and_the_next_one_need_not_wait_for_expiry()
    {
        var room = new LeaseRoom();
        await using var leader = new Competitor(room, "a");
        await leader.LeadAsync();
        await using var next = new Competitor(room, "b", leader.Time);
        next.Start();
        await leader.AdvanceAsync(30);
        Assert.False(next.Leads);

        Assert.True(await leader.StopAsync());
        await leader.Elector.ReleaseAsync(default);
        Assert.Equal("", room.Lease!.Spec.HolderIdentity);
        Assert.Equal(1, room.Lease.Spec.LeaseDurationSeconds);
        Assert.False(leader.Leads);

        await leader.AdvanceAsync(2.5);
        await Eventually.HoldsAsync(() => next.Leads);
        Assert.Equal(1, room.Lease.Spec.LeaseTransitions);
    }

    [Fact]
    public async Task L5_A_renewal_under_way_when_the_time_is_up_is_cancelled_and_its_late_success_revives_nothing()
    {
        var room = new LeaseRoom();
        await using var leader = new Competitor(room, "a");
        await leader.LeadAsync();
        var jam = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        leader.Line.Jam = jam;
        var before = leader.Line.Requests;
        await leader.Time.AdvanceUntilAsync(() => leader.Line.Requests > before);

        await leader.AdvanceAsync(10);
        Assert.True(leader.Tenure.Ended.IsCancellationRequested);
        Assert.True(leader.Line.LastToken.IsCancellationRequested);

        leader.Line.Jam = null;
        jam.SetResult();
        Assert.False(await Eventually.WithinLimitAsync(leader.Ended));
        Assert.False(leader.Leads);
        Assert.Equal(before + 1, leader.Line.Requests);
    }

    [Fact]
    public async Task L6_Expiry_counts_by_the_leases_own_duration_from_when_it_was_seen_to_change()
    {
        var room = new LeaseRoom();
        await using (var former = new Competitor(room, "former"))
        {
            await former.LeadAsync();
        }

        // The former holder promised 60 s, and its clock is an hour behind: neither our own 15 s nor its timestamps count.
        room.Touch(spec => spec with { LeaseDurationSeconds = 60, RenewTime = spec.RenewTime!.Value.AddHours(-1) });
        await using var next = new Competitor(room, "next");
        next.Start();
        await next.AdvanceAsync(59);
        Assert.False(next.Leads);
        await next.AdvanceAsync(5);
        await Eventually.HoldsAsync(() => next.Leads);
    }

    /// <summary>A clock whose time can jump without any timer firing, as for a process that was stopped and continued.</summary>
    private sealed class JumpingClock : TimeProvider
    {
        private long _now = 1;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _now;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => new DeadTimer();

        internal void Jump(TimeSpan by) => _now += by.Ticks;

        private sealed class DeadTimer : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose()
            {
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}
