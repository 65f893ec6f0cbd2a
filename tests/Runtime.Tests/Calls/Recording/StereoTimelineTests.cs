using VoiceAgent.Runtime.Calls.Recording;
using Xunit;

namespace VoiceAgent.Runtime.Tests.Calls.Recording;

public sealed class StereoTimelineTests
{
    private const int Caller = 0;
    private const int Agent = 1;

    private readonly Dictionary<long, short[]> _blocks = [];
    private readonly StereoTimeline _line;

    public StereoTimelineTests() => _line = new StereoTimeline((index, block) => _blocks.Add(index, block));

    [Fact]
    public void Both_sides_lie_where_they_sounded_and_the_rest_is_silence()
    {
        _line.Caller(Seconds(0.1), Tone(111, 0.2));
        _line.Agent(Seconds(0.2), Tone(222, 0.3));

        Assert.Equal(Frames(0.5), _line.Finish(Seconds(0.5)));
        Assert.Equal((0, 0), At(0.05));
        Assert.Equal((111, 0), At(0.15));
        Assert.Equal((111, 222), At(0.25));
        Assert.Equal((0, 222), At(0.45));
    }

    [Fact]
    public void Pieces_whose_arrival_jitters_stay_one_stream()
    {
        double[] jitter = [0, 0.013, -0.008, 0.03, -0.02];
        for (var piece = 0; piece < 50; piece++)
        {
            _line.Caller(Seconds((piece * 0.02) + jitter[piece % 5]), Tone(7, 0.02));
        }

        _line.Finish(Seconds(1));
        for (var at = 0.0; at < 0.999; at += 0.001)
        {
            Assert.Equal(7, At(at).Caller);
        }
    }

    [Fact]
    public void What_was_cut_before_it_sounded_is_erased()
    {
        _line.Caller(Seconds(0), Tone(1, 1));
        _line.Agent(Seconds(0.5), Tone(222, 0.4));

        _line.AgentCut(Seconds(0.7));
        _line.Agent(Seconds(0.8), Tone(333, 0.1));

        _line.Finish(Seconds(1));
        Assert.Equal((1, 222), At(0.69));
        Assert.Equal((1, 0), At(0.71));
        Assert.Equal((1, 0), At(0.79));
        Assert.Equal((1, 333), At(0.85));
        Assert.Equal((1, 0), At(0.95));
    }

    [Fact]
    public void A_pause_of_the_agent_moves_what_it_says_afterwards()
    {
        _line.Agent(Seconds(0), Tone(5, 0.1));
        _line.Agent(Seconds(0.4), Tone(6, 0.1));

        _line.Finish(Seconds(0.5));
        Assert.Equal(5, At(0.09).Agent);
        Assert.Equal(0, At(0.2).Agent);
        Assert.Equal(6, At(0.41).Agent);
    }

    [Fact]
    public void No_more_than_a_second_is_held_while_audio_comes()
    {
        for (var piece = 0; piece < 500; piece++)
        {
            _line.Caller(Seconds(piece * 0.02), Tone(1, 0.02));
            _line.Agent(Seconds((piece * 0.02) + 0.1), Tone(1, 0.02));

            var given = _blocks.Count * 0.25;
            Assert.InRange(_line.Length.TotalSeconds - given, 0, 0.78);
        }
    }

    [Fact]
    public void A_long_silence_takes_no_blocks()
    {
        _line.Caller(Seconds(0), Tone(1, 0.1));
        _line.Caller(Seconds(3600), Tone(2, 0.1));

        Assert.Equal(Frames(3601), _line.Finish(Seconds(3601)));
        Assert.Equal([0, 3600 * 4], _blocks.Keys.Order());
        Assert.Equal(2, At(3600.05).Caller);
    }

    [Fact]
    public void A_piece_longer_than_the_window_is_kept_whole()
    {
        _line.Caller(Seconds(0.3), Tone(9, 10));

        _line.Finish(Seconds(10.3));
        Assert.Equal(0, At(0.29).Caller);
        for (var at = 0.301; at < 10.3; at += 0.01)
        {
            Assert.Equal(9, At(at).Caller);
        }
    }

    [Fact]
    public void Audio_that_comes_too_late_for_its_place_is_kept_as_near_as_can_be()
    {
        _line.Agent(Seconds(5), Tone(1, 0.1));

        _line.Caller(Seconds(1), Tone(8, 0.1));

        _line.Finish(Seconds(6));
        Assert.Contains(_blocks.Values, block => block.Contains((short)8));
    }

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);

    private static long Frames(double seconds) => (long)(seconds * StereoTimeline.Rate);

    private static short[] Tone(short value, double seconds) => [.. Enumerable.Repeat(value, (int)Math.Round(seconds * StereoTimeline.Rate))];

    private (int Caller, int Agent) At(double seconds)
    {
        var (block, frame) = Math.DivRem((long)(seconds * StereoTimeline.Rate), StereoTimeline.BlockFrames);
        return _blocks.TryGetValue(block, out var samples) ? (samples[(frame * 2) + Caller], samples[(frame * 2) + Agent]) : (0, 0);
    }
}
