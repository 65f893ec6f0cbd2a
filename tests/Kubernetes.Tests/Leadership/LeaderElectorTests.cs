using Microsoft.Extensions.Time.Testing;
using VoiceAgent.Kubernetes.Tests.Bench;
using Xunit;

namespace VoiceAgent.Kubernetes.Tests.Leadership;

public sealed class LeaderElectorTests
{
    [Fact]
    public async Task Of_many_competitors_one_leads_and_renews_without_reading()
    {
        var room = new LeaseRoom();
        var time = new FakeTimeProvider();
        await using var a = new Competitor(room, "a", time);
        await using var b = new Competitor(room, "b", time);
        await using var c = new Competitor(room, "c", time);
        a.Start();
        b.Start();
        c.Start();
        await time.AdvanceUntilAsync(() => a.Leads || b.Leads || c.Leads);

        for (var step = 0; step < 120; step++)
        {
            await a.AdvanceAsync(0.5);
            Assert.Equal(1, new[] { a, b, c }.Count(competitor => competitor.Leads));
        }

        var leader = new[] { a, b, c }.Single(competitor => competitor.Leads);
        Assert.Equal(leader.Options.Identity, room.Lease!.Spec.HolderIdentity);
        Assert.Equal(0, leader.SlowPaths);
    }

    [Fact]
    public async Task When_the_leader_freezes_another_takes_over_after_the_lease_and_the_frozen_one_is_out_when_it_thaws()
    {
        var room = new LeaseRoom();
        await using var frozen = new Competitor(room, "frozen");
        await using var next = new Competitor(room, "next");
        await frozen.LeadAsync();
        next.Start();

        // Only the other's time goes on: the first one is stopped, and its requests with it.
        await next.AdvanceAsync(14);
        Assert.False(next.Leads);
        await next.AdvanceAsync(4);
        await Eventually.HoldsAsync(() => next.Leads);
        Assert.Equal("next", room.Lease!.Spec.HolderIdentity);

        frozen.Time.Advance(TimeSpan.FromSeconds(18));
        Assert.False(frozen.Leads);
        Assert.False(await Eventually.WithinLimitAsync(frozen.Ended));
        Assert.Equal("next", room.Lease!.Spec.HolderIdentity);
    }

    [Fact]
    public async Task Somebody_elses_name_in_the_lease_ends_the_tenure_at_once()
    {
        var room = new LeaseRoom();
        await using var leader = new Competitor(room, "a");
        await leader.LeadAsync();

        room.Touch(spec => spec with { HolderIdentity = "thief" });
        await leader.AdvanceAsync(2.5);

        Assert.False(await Eventually.WithinLimitAsync(leader.Ended));
        Assert.Equal("thief", room.Lease!.Spec.HolderIdentity);
    }

    [Fact]
    public async Task A_touched_lease_that_is_still_ours_costs_a_read_and_not_the_lead()
    {
        var room = new LeaseRoom();
        await using var leader = new Competitor(room, "a");
        await leader.LeadAsync();

        room.Touch(spec => spec with { PreferredHolder = "somebody" });
        await leader.AdvanceAsync(5);

        Assert.True(leader.Leads);
        Assert.Equal(1, leader.SlowPaths);
        Assert.Equal("somebody", room.Lease!.Spec.PreferredHolder);
    }

    [Fact]
    public async Task A_lease_that_was_deleted_is_made_anew()
    {
        var room = new LeaseRoom();
        await using var leader = new Competitor(room, "a");
        await leader.LeadAsync();

        room.Lease = null;
        await leader.AdvanceAsync(5);

        Assert.True(leader.Leads);
        Assert.Equal("a", room.Lease!.Spec.HolderIdentity);
    }

    [Fact]
    public async Task The_deadline_counts_from_when_the_renewal_was_sent()
    {
        var room = new LeaseRoom();
        await using var leader = new Competitor(room, "a");
        var jam = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        leader.Line.Jam = jam;
        leader.Start();
        await Eventually.HoldsAsync(() => leader.Line.Requests == 1);

        // The answer takes eight seconds: two remain of the ten.
        await leader.AdvanceAsync(8);
        leader.Line.Jam = null;
        jam.SetResult();
        await Eventually.HoldsAsync(() => leader.Leads);
        leader.Line.Fault = new HttpRequestException("away");
        leader.Time.Advance(TimeSpan.FromSeconds(2));

        Assert.False(leader.Leads);
    }

    [Fact]
    public async Task A_stop_while_the_claim_was_under_way_releases_what_the_server_may_have_stored()
    {
        var room = new LeaseRoom();
        await using var leader = new Competitor(room, "a");
        await leader.LeadAsync();
        await leader.StopAsync();
        leader.Line.Fault = new HttpRequestException("away");

        await leader.Elector.ReleaseAsync(default);
        Assert.Equal("a", room.Lease!.Spec.HolderIdentity);

        leader.Line.Fault = null;
        await leader.Elector.ReleaseAsync(default);
        Assert.Equal("", room.Lease!.Spec.HolderIdentity);
    }

    [Fact]
    public async Task Releasing_never_touches_somebody_elses_lease()
    {
        var room = new LeaseRoom();
        await using var leader = new Competitor(room, "a");
        await leader.LeadAsync();
        room.Touch(spec => spec with { HolderIdentity = "other" });

        await leader.StopAsync();
        await leader.Elector.ReleaseAsync(default);

        Assert.Equal("other", room.Lease!.Spec.HolderIdentity);
    }

    [Fact]
    public async Task Times_in_the_lease_always_carry_six_digits_of_fraction()
    {
        var room = new LeaseRoom();
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        await using var leader = new Competitor(room, "a", time);
        leader.Start();
        await Eventually.HoldsAsync(() => leader.Leads);

        var json = k8s.KubernetesJson.Serialize(room.Lease!);
        Assert.Matches("\"renewTime\":\"2026-01-01T00:00:00\\.[0-9]{6}Z\"", json);
        Assert.Matches("\"acquireTime\":\"2026-01-01T00:00:00\\.[0-9]{6}Z\"", json);
    }
}
