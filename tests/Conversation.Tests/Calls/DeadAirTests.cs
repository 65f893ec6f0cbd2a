using VoiceAgent.Conversation.Calls;
using Xunit;

namespace VoiceAgent.Conversation.Tests.Calls;

public sealed class DeadAirTests
{
    [Fact]
    public async Task A_slow_model_is_covered_by_a_filler_and_then_answers()
    {
        await using var call = await SpokenCallTests.StartAsync();
        call.Model.FirstTokenDelay = TimeSpan.FromSeconds(3);
        call.Model.Answer("Until six.");

        await call.SpeakAsync("when do you close", seconds: 1);
        var filler = await call.UntilAsync<FillerSpoken>();
        var reply = await call.UntilAsync<ReplyEnded>();

        Assert.InRange((filler.At - reply.Waterfall.TurnDecided!.Value).TotalSeconds, 1.49, 1.52);
        Assert.Equal(ReplyOutcome.Completed, reply.Outcome);
        Assert.Equal("One moment, please. Until six.", reply.HeardText);
        Assert.Equal(reply.HeardText, reply.GeneratedText);
    }

    [Fact]
    public async Task A_quick_model_is_not_covered()
    {
        await using var call = await SpokenCallTests.StartAsync();
        call.Model.FirstTokenDelay = TimeSpan.FromSeconds(1.2);
        call.Model.Answer("Until six.");

        await call.SpeakAsync("when do you close", seconds: 1);
        await call.UntilAsync<ReplyEnded>();

        Assert.Empty(call.Of<FillerSpoken>());
    }

    [Fact]
    public async Task A_model_that_falters_in_the_middle_is_covered_as_well()
    {
        await using var call = await SpokenCallTests.StartAsync();
        call.Model.PauseAfterSentence = TimeSpan.FromSeconds(4.5);
        call.Model.Answer("We are open until six today. And until one on Saturdays.");

        await call.SpeakAsync("when do you close", seconds: 1);
        var reply = await call.UntilAsync<ReplyEnded>();

        Assert.Equal("We are open until six today. One moment, please. And until one on Saturdays.", reply.HeardText);
    }

    [Fact]
    public async Task An_agent_that_stays_silent_gives_up_and_says_so()
    {
        await using var call = await SpokenCallTests.StartAsync(agent => agent with { Waits = agent.Waits with { FirstToken = TimeSpan.FromSeconds(30), Filler = TimeSpan.FromSeconds(30) } });
        call.Model.Hang();

        await call.SpeakAsync("when do you close", seconds: 1);
        var failed = await call.UntilAsync<ReplyEnded>();
        var apology = await call.UntilAsync<ReplyEnded>(reply => reply.Outcome == ReplyOutcome.Completed);

        Assert.Equal(ReplyOutcome.Failed, failed.Outcome);
        Assert.InRange((failed.At - failed.Waterfall.TurnDecided!.Value).TotalSeconds, 5.9, 6.1);
        Assert.Contains("sorry", apology.HeardText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_silent_caller_is_asked_twice_and_then_the_line_is_given_up()
    {
        await using var call = await SpokenCallTests.StartAsync();

        await call.UntilAsync<CallEnded>();

        Assert.Equal(["Are you still there?", "Are you still there?"], call.Of<ReplyEnded>().Select(reply => reply.HeardText));
        Assert.InRange(call.Of<ReplyStarted>()[0].At.TotalSeconds, 10, 10.1);
        Assert.Equal(CallEnding.Idle, call.Of<CallEnded>()[0].Ending);
        Assert.InRange(call.Of<CallEnded>()[0].At.TotalSeconds, 30, 30.1);
    }

    [Fact]
    public async Task A_caller_who_answers_the_reminder_is_conversing_again()
    {
        await using var call = await SpokenCallTests.StartAsync();
        call.Model.Answer("Take your time.");
        await call.UntilAsync<ReplyEnded>();

        await call.SpeakAsync("yes i am looking for my card", seconds: 1.5);
        var answer = await call.UntilAsync<ReplyEnded>(reply => reply.HeardText == "Take your time.");
        await call.SilenceAsync(25);

        Assert.Empty(call.Of<CallEnded>());
        Assert.Equal(2, call.Of<ReplyStarted>().Count(reply => reply.At > answer.At));
    }

    [Fact]
    public async Task A_call_that_lasts_too_long_is_ended_with_a_word()
    {
        await using var call = await SpokenCallTests.StartAsync(agent => agent with { MaxDuration = TimeSpan.FromSeconds(5) });

        var ended = await call.UntilAsync<CallEnded>();

        Assert.Equal(CallEnding.TimeLimit, ended.Ending);
        Assert.Contains("our time is up", Assert.Single(call.Of<ReplyEnded>()).HeardText, StringComparison.Ordinal);
    }
}
