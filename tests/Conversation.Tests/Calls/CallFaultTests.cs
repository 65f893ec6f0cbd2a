using VoiceAgent.Conversation.Calls;
using VoiceAgent.Conversation.Dialogue;
using VoiceAgent.Testing.Calls;
using Xunit;

namespace VoiceAgent.Conversation.Tests.Calls;

public sealed class CallFaultTests
{
    private static readonly ProviderException ModelDown = new("openai", CallStage.Dialogue, FaultOwner.Provider, "The model answered 503.", retryable: true);

    [Fact]
    public async Task A_model_that_fails_is_answered_by_an_apology_and_the_call_goes_on()
    {
        await using var call = await SpokenCallTests.StartAsync();
        call.Model.Fail(ModelDown);
        call.Model.Answer("Until six.");

        await call.SpeakAsync("when do you close", seconds: 1);
        var failed = await call.UntilAsync<ReplyEnded>(ended => ended.Outcome == ReplyOutcome.Failed);
        var apology = await call.UntilAsync<ReplyEnded>(ended => ended.Outcome == ReplyOutcome.Completed);
        await call.SpeakAsync("when do you close", seconds: 1);
        var answer = await call.UntilAsync<ReplyEnded>(ended => ended.Turn > apology.Turn);

        Assert.Equal("", failed.HeardText);
        Assert.Contains("sorry", apology.HeardText, StringComparison.Ordinal);
        Assert.Equal("Until six.", answer.HeardText);
        var fault = Assert.Single(call.Of<StageFailed>());
        Assert.Equal((CallStage.Dialogue, FaultOwner.Provider, "openai"), (fault.Stage, fault.Owner, fault.Provider));
    }

    [Fact]
    public async Task A_model_that_never_answers_is_given_up_even_without_a_chain()
    {
        await using var call = await SpokenCallTests.StartAsync();
        call.Model.Hang();

        await call.SpeakAsync("when do you close", seconds: 1);
        var failed = await call.UntilAsync<ReplyEnded>();

        Assert.Equal(ReplyOutcome.Failed, failed.Outcome);
        Assert.InRange((failed.At - failed.Waterfall.TurnDecided!.Value).TotalSeconds, 6, 6.2);
    }

    [Fact]
    public async Task A_voice_that_fails_twice_ends_the_call_as_failed()
    {
        await using var call = await SpokenCallTests.StartAsync();
        call.Model.Answer("Until six.");
        call.Synthesizer.Fault = new ProviderException("elevenlabs", CallStage.Speech, FaultOwner.Provider, "The socket closed.");

        await call.SpeakAsync("when do you close", seconds: 1);
        var ended = await call.UntilAsync<CallEnded>();

        Assert.Equal(CallEnding.Failed, ended.Ending);
        Assert.Equal(2, call.Of<StageFailed>().Count);
        Assert.All(call.Of<StageFailed>(), fault => Assert.Equal(CallStage.Speech, fault.Stage));
    }

    [Fact]
    public async Task An_ear_that_goes_deaf_ends_the_call_and_says_so()
    {
        await using var call = await SpokenCallTests.StartAsync();

        call.Transcriber.GoDeaf();
        var ended = await call.UntilAsync<CallEnded>();

        Assert.Equal(CallEnding.Failed, ended.Ending);
        Assert.Equal(CallStage.Transcription, Assert.Single(call.Of<StageFailed>()).Stage);
    }

    [Fact]
    public async Task An_exception_of_our_own_leaves_only_its_kind_in_the_record()
    {
        await using var call = await SpokenCallTests.StartAsync();
        call.Model.Fail(new InvalidOperationException("the caller said: my number is 5551234"));

        await call.SpeakAsync("when do you close", seconds: 1);
        var fault = await call.UntilAsync<StageFailed>();

        Assert.Equal((FaultOwner.Ours, nameof(InvalidOperationException)), (fault.Owner, fault.Message));
    }

    [Fact]
    public async Task An_observer_that_throws_harms_neither_the_call_nor_the_others()
    {
        var call = new VirtualCall { Tap = null };
        await using var _ = call;
        call.Agent = call.Agent with { Greeting = "Hello." };
        await call.StartAsync();

        await call.SilenceAsync(2);

        Assert.Equal(ReplyOutcome.Completed, Assert.Single(call.Of<ReplyEnded>()).Outcome);
    }

    [Fact]
    public async Task Slow_knowledge_is_left_out_instead_of_waited_for()
    {
        var call = new VirtualCall { Knowledge = new SleepingKnowledge() };
        await using var _ = call;
        await call.StartAsync();
        call.Model.Answer("I do not know.");

        await call.SpeakAsync("when do you close", seconds: 1);
        var reply = await call.UntilAsync<ReplyEnded>();

        Assert.Equal(ReplyOutcome.Completed, reply.Outcome);
        Assert.InRange((reply.Waterfall.KnowledgeFound - reply.Waterfall.TurnDecided)!.Value.TotalSeconds, 1.9, 2.1);
    }

    [Fact]
    public async Task A_silent_line_is_hung_up_after_the_idle_limit()
    {
        await using var call = await SpokenCallTests.StartAsync(agent => agent with { MaxIdle = TimeSpan.FromSeconds(9) });

        await call.SilenceAsync(9.2);

        Assert.Equal(CallEnding.Idle, Assert.Single(call.Of<CallEnded>()).Ending);
    }

    [Fact]
    public async Task A_caller_who_hangs_up_in_mid_sentence_leaves_what_was_understood()
    {
        await using var call = await SpokenCallTests.StartAsync();
        call.Transcriber.InterimAfter = TimeSpan.FromMilliseconds(300);

        await call.SpeakAsync("never mind goodbye", seconds: 1);
        call.Call.HangUp(CallEnding.CallerHungUp);
        await call.WaitAsync(0.1);

        Assert.Equal("never mind goodbye", Assert.Single(call.Of<CallerTurnEnded>()).Text);
        Assert.IsType<CallEnded>(call.Events[^1]);
    }

    [Fact]
    public async Task A_call_that_ended_takes_no_harm_from_what_still_comes()
    {
        await using var call = await SpokenCallTests.StartAsync();
        call.Call.HangUp(CallEnding.CallerHungUp);
        await call.WaitAsync(0.1);
        var events = call.Events.Count;

        await call.SpeakAsync("anybody there", seconds: 1);
        call.Call.CommitTurn();
        call.Call.Reply(spoken: true);
        call.Call.CancelReply();
        await call.HangUpAsync();
        await call.HangUpAsync();
        call.Call.Hear(new short[320]);

        Assert.Equal(events, call.Events.Count);
    }

    [Fact]
    public async Task Whatever_is_thrown_at_a_call_it_ends_once_and_in_order()
    {
        var random = new Random(11);
        for (var round = 0; round < 20; round++)
        {
            await using var call = await SpokenCallTests.StartAsync(agent => agent with { Greeting = "Hello, this is the clinic." });
            for (var i = 0; i < 40; i++)
            {
                await ActAsync(call, random);
            }

            call.Call.HangUp(CallEnding.CallerHungUp);
            await call.WaitAsync(0.2);

            Assert.Single(call.Of<CallEnded>());
            Assert.Equal(call.Of<ReplyStarted>().Select(reply => reply.Turn), call.Of<ReplyEnded>().Select(reply => reply.Turn));
            Assert.All(call.Of<ReplyEnded>(), reply => Assert.StartsWith(reply.HeardText, reply.GeneratedText, StringComparison.Ordinal));
        }
    }

    private static async Task ActAsync(VirtualCall call, Random random)
    {
        switch (random.Next(9))
        {
            case 0: await call.SpeakAsync("how much is a filling", random.NextDouble() * 1.5); break;
            case 1: await call.SpeakAsync("", random.NextDouble() * 0.5); break;
            case 2: call.Model.Answer("It is ninety euros for each surface, and half of that for children."); break;
            case 3: call.Call.CancelReply(); break;
            case 4: call.Call.AddTypedTurn("And for adults?"); break;
            case 5: call.Call.Reply(spoken: random.Next(2) == 0); break;
            case 6: call.Call.CommitTurn(); break;
            case 7: call.Call.Truncate(random.Next(1, 6), TimeSpan.FromMilliseconds(random.Next(0, 2_000))); break;
            default: await call.SilenceAsync(random.NextDouble() * 2); break;
        }
    }

    private sealed class SleepingKnowledge : IKnowledge
    {
        public async ValueTask<IReadOnlyList<Passage>> SearchAsync(string question, CancellationToken cancellationToken)
        {
            await new TaskCompletionSource().Task.WaitAsync(cancellationToken);
            return [];
        }
    }
}
