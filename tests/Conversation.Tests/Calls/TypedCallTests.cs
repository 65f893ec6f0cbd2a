using Microsoft.Extensions.AI;
using VoiceAgent.Conversation.Calls;
using VoiceAgent.Conversation.Dialogue;
using VoiceAgent.Testing.Calls;
using Xunit;

namespace VoiceAgent.Conversation.Tests.Calls;

public sealed class TypedCallTests
{
    [Fact]
    public async Task A_typed_question_is_answered_in_text_without_a_sound()
    {
        await using var call = await SpokenCallTests.StartAsync();
        call.Model.Answer("Until six.");

        call.Call.AddTypedTurn("When do you close?");
        call.Call.Reply(spoken: false);
        var reply = await UntilEndedAsync(call);

        Assert.Equal(("Until six.", "Until six."), (reply.GeneratedText, reply.HeardText));
        Assert.Equal(0, call.Edge.Samples);
        Assert.True(Assert.Single(call.Of<CallerTurnEnded>()).Typed);
        Assert.False(Assert.Single(call.Of<ReplyStarted>()).Spoken);
        Assert.Equal(new ReplyUsage(10, 5, 0), reply.Usage);
    }

    [Fact]
    public async Task A_typed_question_can_be_answered_aloud()
    {
        await using var call = await SpokenCallTests.StartAsync();
        call.Model.Answer("Until six.");

        call.Call.AddTypedTurn("When do you close?");
        call.Call.Reply(spoken: true);
        var reply = await UntilEndedAsync(call);

        Assert.Equal("Until six.", reply.HeardText);
        Assert.True(call.Edge.Samples > 0);
    }

    [Fact]
    public async Task A_typed_session_may_rest_longer_than_a_silent_line()
    {
        await using var call = await SpokenCallTests.StartAsync(agent => agent with { MaxIdle = TimeSpan.FromSeconds(5), MaxDuration = TimeSpan.FromSeconds(30) });

        await call.WaitAsync(20);
        Assert.False(call.Call.Completion.IsCompleted);
        await call.WaitAsync(13);

        Assert.Equal(CallEnding.TimeLimit, await call.Call.Completion);
    }

    [Fact]
    public async Task A_client_that_commits_by_hand_decides_when_the_turn_ends()
    {
        await using var call = await SpokenCallTests.StartAsync();
        call.Call.SetPolicy(new CallTurnPolicy(DetectSpeech: false, ReplyToTurns: false, Interruptible: false));
        call.Model.Answer("Yes.");

        await call.SpeakAsync("are you open", seconds: 1);
        await call.SilenceAsync(5);
        Assert.Empty(call.Of<CallerTurnEnded>());
        call.Call.CommitTurn();
        call.Call.Reply(spoken: true);
        var reply = await call.UntilAsync<ReplyEnded>();

        Assert.Equal("are you open", Assert.Single(call.Of<CallerTurnEnded>()).Text);
        Assert.Equal("Yes.", reply.HeardText);
        Assert.Equal("are you open", Assert.Single(call.Model.Asked)[^1].Text);
    }

    [Fact]
    public async Task A_turn_is_not_answered_unasked_when_the_client_wants_to_ask()
    {
        await using var call = await SpokenCallTests.StartAsync();
        call.Call.SetPolicy(new CallTurnPolicy(ReplyToTurns: false));

        await call.SpeakAsync("are you open on sunday", seconds: 1);
        await call.UntilAsync<CallerTurnEnded>();
        await call.SilenceAsync(2);

        Assert.Empty(call.Of<ReplyStarted>());
    }

    [Fact]
    public async Task Audio_that_the_client_clears_is_forgotten()
    {
        await using var call = await SpokenCallTests.StartAsync();

        await call.SpeakAsync("forget this", seconds: 1);
        call.Call.ClearHeard();
        await call.SilenceAsync(4);

        Assert.Empty(call.Of<CallerTurnEnded>());
    }

    [Fact]
    public async Task A_cancelled_answer_leaves_what_was_heard()
    {
        await using var call = await SpokenCallTests.StartAsync();
        call.Model.Answer("One two three four five six seven eight nine ten eleven twelve.");
        call.Call.AddTypedTurn("Count.");
        call.Call.Reply(spoken: true);
        await call.WaitAsync(0.7);

        call.Call.CancelReply();
        var reply = await UntilEndedAsync(call);

        Assert.Equal(ReplyOutcome.Cancelled, reply.Outcome);
        Assert.StartsWith("One two three", reply.HeardText, StringComparison.Ordinal);
        Assert.DoesNotContain("twelve", reply.HeardText, StringComparison.Ordinal);
        Assert.Equal(InterruptionCause.Client, Assert.Single(call.Of<Interrupted>()).Cause);
    }

    [Fact]
    public async Task The_far_ends_own_clock_corrects_what_was_heard()
    {
        await using var call = await SpokenCallTests.StartAsync();
        call.Model.Answer("One two three four five six seven eight nine ten.");
        call.Model.Answer("Eleven.");
        call.Call.AddTypedTurn("Count.");
        call.Call.Reply(spoken: true);
        await call.WaitAsync(1);
        call.Call.CancelReply();
        await UntilEndedAsync(call);

        call.Call.Truncate(2, TimeSpan.FromMilliseconds(320));
        await call.WaitAsync(0.1);
        call.Call.AddTypedTurn("Go on.");
        call.Call.Reply(spoken: false);
        await call.WaitAsync(1);

        var truncated = Assert.Single(call.Of<ReplyTruncated>());
        Assert.Equal("One two three", truncated.HeardText);
        Assert.Equal("One two three [interrupted]", Assert.Single(call.Model.Asked.Last(), message => message.Role == ChatRole.Assistant).Text);
    }

    private static async Task<ReplyEnded> UntilEndedAsync(VirtualCall call)
    {
        for (var i = 0; i < 1_000 && call.Of<ReplyEnded>().Count == 0; i++)
        {
            await call.WaitAsync(0.01);
        }

        return Assert.Single(call.Of<ReplyEnded>());
    }
}
