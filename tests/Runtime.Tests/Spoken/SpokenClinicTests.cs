using VoiceAgent.Conversation.Calls;
using VoiceAgent.Testing.Audio;
using Xunit;

namespace VoiceAgent.Runtime.Tests.Spoken;

public sealed class SpokenClinicTests
{
    [Fact]
    public async Task A_spoken_question_is_answered_from_the_handbook()
    {
        await using var call = await ClinicCall.StartAsync();

        await call.SayAsync(await Flite.SayAsync("What are your opening hours on Saturday?"));
        var reply = await call.UntilAsync<ReplyEnded>();

        Assert.Contains("saturday", Assert.Single(call.Events.OfType<CallerTurnEnded>()).Text, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("nine", reply.HeardText, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(ReplyOutcome.Completed, reply.Outcome);
        Assert.True(reply.Waterfall.EndToEnd < TimeSpan.FromSeconds(3), $"answered after {reply.Waterfall.EndToEnd}");
    }

    [Fact]
    public async Task A_cough_does_not_end_the_answer_and_real_words_do()
    {
        await using var call = await ClinicCall.StartAsync();
        await call.SayAsync(await Flite.SayAsync("What are your opening hours on Saturday?"));
        await call.UntilAsync<ReplyStarted>();
        await call.SayAsync(new short[16_000]);

        await call.SayAsync(Cough());
        var answered = await call.UntilAsync<ReplyEnded>();
        await call.SayAsync(await Flite.SayAsync("How much is a check up?"));
        await call.UntilAsync<ReplyStarted>(reply => reply.Turn > answered.Turn);
        await call.SayAsync(new short[12_000]);
        await call.SayAsync(await Flite.SayAsync("Where can I park my car?"));
        var cut = await call.UntilAsync<ReplyEnded>(reply => reply.Turn > answered.Turn);

        Assert.Equal(ReplyOutcome.Completed, answered.Outcome);
        Assert.Equal(answered.GeneratedText, answered.HeardText);
        Assert.Equal(ReplyOutcome.Interrupted, cut.Outcome);
        Assert.True(cut.HeardText.Length < cut.GeneratedText.Length);
        var interrupted = Assert.Single(call.Events.OfType<Interrupted>());
        Assert.Contains("clear " + cut.Turn, call.Edge.Log);
        Assert.InRange((cut.At - interrupted.At).TotalMilliseconds, 0, 300);
    }

    // A burst of noise that swells and fades within 300 ms.
    private static short[] Cough()
    {
        var noise = Flite.Noise(0.3, 12_000);
        return [.. noise.Select((sample, i) => (short)(sample * Math.Sin(Math.PI * i / noise.Length)))];
    }
}
