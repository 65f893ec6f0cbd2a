using Microsoft.Extensions.Time.Testing;
using VoiceAgent.Conversation.Playout;
using VoiceAgent.Testing.Calls;
using Xunit;

namespace VoiceAgent.Conversation.Tests.Playout;

public sealed class CallPlayoutTests : IPlayoutListener
{
    private readonly FakeTimeProvider _time = new();
    private readonly HeardEdge _edge = new();
    private readonly CallPlayout _playout;
    private int _played;

    public CallPlayoutTests() => _playout = new CallPlayout(new CallClock(_time), _edge, null, 8_000, new PlayoutOptions(), this);

    [Fact]
    public void Frames_leave_in_real_time_a_little_ahead_of_being_heard()
    {
        Say(seconds: 3);

        Pass(milliseconds: 10);
        Assert.InRange(_edge.Samples, 8 * 120, 8 * 160);
        Pass(milliseconds: 1_000);

        Assert.InRange(_edge.Samples, 8 * 1_120, 8 * 1_160);
    }

    [Fact]
    public void A_tick_that_is_late_by_less_than_the_lead_catches_up_unheard()
    {
        Say(seconds: 3);
        Pass(milliseconds: 10);

        _time.Advance(TimeSpan.FromMilliseconds(80));
        _playout.Tick();

        Assert.InRange(_edge.Samples, 8 * 200, 8 * 240);
    }

    [Fact]
    public void A_tick_that_is_later_than_that_leaves_a_gap_that_counts_as_not_heard()
    {
        Say(seconds: 3);
        Pass(milliseconds: 10);

        _time.Advance(TimeSpan.FromMilliseconds(500));
        _playout.Tick();
        Pass(milliseconds: 100);

        Assert.InRange(_playout.Cut().Audio.TotalMilliseconds, 220, 260);
    }

    [Fact]
    public void What_was_cut_is_what_the_far_end_had_time_to_play()
    {
        Say(seconds: 3);
        Pass(milliseconds: 1_000);

        var heard = _playout.Cut();

        Assert.InRange(heard.Audio.TotalMilliseconds, 980, 1_000);
        Assert.Equal("clear 1", _edge.Log[^1]);
    }

    [Fact]
    public void A_pause_lets_the_far_end_play_what_it_has_and_no_more()
    {
        Say(seconds: 3);
        Pass(milliseconds: 1_000);
        _playout.Pause();
        Pass(milliseconds: 2_000);

        var heard = _playout.Cut();

        Assert.InRange(heard.Audio.TotalMilliseconds, 1_100, 1_160);
    }

    [Fact]
    public void After_a_gap_in_synthesis_time_counts_from_the_next_frame()
    {
        Say(seconds: 0.5);
        Pass(milliseconds: 2_000);
        _playout.Append(1, new short[8_000]);
        Pass(milliseconds: 500);

        Assert.InRange(_playout.Cut().Audio.TotalMilliseconds, 980, 1_000);
    }

    [Fact]
    public void Played_is_reported_once_when_the_last_sample_sounded_and_not_when_it_was_sent()
    {
        Say(seconds: 1);
        _playout.Finish(1);

        Pass(milliseconds: 950);
        Assert.Equal(0, _played);
        Assert.Equal(8_000, _edge.Samples);
        Pass(milliseconds: 200);

        Assert.Equal(1, _played);
    }

    [Fact]
    public void Audio_for_a_turn_that_was_cut_is_dropped()
    {
        Say(seconds: 1);
        _playout.Cut();
        var sent = _edge.Samples;

        _playout.Append(1, new short[8_000]);
        Pass(milliseconds: 500);

        Assert.Equal(sent, _edge.Samples);
    }

    [Fact]
    public async Task Synthesis_waits_when_enough_is_ready_and_goes_on_when_there_is_room()
    {
        Say(seconds: 5);
        var room = _playout.RoomAsync(CancellationToken.None);
        Assert.False(room.IsCompleted);

        Pass(milliseconds: 1_200);

        await room.WaitAsync(TimeSpan.FromSeconds(5), TimeProvider.System);
    }

    [Fact]
    public void The_steady_state_allocates_nothing()
    {
        Say(seconds: 30);
        Pass(milliseconds: 200);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 200; i++)
        {
            _playout.Tick();
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    void IPlayoutListener.Audible(int turn)
    {
    }

    void IPlayoutListener.RanDry(int turn)
    {
    }

    void IPlayoutListener.Played(int turn) => _played++;

    private void Say(double seconds)
    {
        _playout.Begin(1);
        _playout.BeginSentence(1, "Some words");
        _playout.Append(1, new short[(int)(seconds * 8_000)]);
    }

    private void Pass(int milliseconds)
    {
        for (var i = 0; i < milliseconds / 10; i++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(10));
            _playout.Tick();
        }
    }
}
