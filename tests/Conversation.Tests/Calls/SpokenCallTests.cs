using Microsoft.Extensions.AI;
using VoiceAgent.Conversation.Agents;
using VoiceAgent.Conversation.Calls;
using VoiceAgent.Conversation.Dialogue;
using VoiceAgent.Testing.Calls;
using Xunit;

namespace VoiceAgent.Conversation.Tests.Calls;

public sealed class SpokenCallTests
{
    private const string LongAnswer = "We are open from nine until one on Saturday. On Sunday the practice is closed for everyone. Please call again on Monday morning.";

    [Fact]
    public async Task A_question_is_answered_aloud_and_both_join_the_history()
    {
        await using var call = await StartAsync();
        call.Model.Answer("We are open until six.");

        await call.SpeakAsync("when do you close", seconds: 1);
        var reply = await call.UntilAsync<ReplyEnded>();

        Assert.Equal(ReplyOutcome.Completed, reply.Outcome);
        Assert.Equal("We are open until six.", reply.HeardText);
        Assert.Equal(reply.HeardText, reply.GeneratedText);
        Assert.Equal("when do you close", Assert.Single(call.Of<CallerTurnEnded>()).Text);
        Assert.InRange(reply.HeardAudio.TotalMilliseconds, 500, 620);
        Assert.Equal(call.Edge.Samples, (int)(reply.HeardAudio.TotalSeconds * 24_000));
    }

    [Fact]
    public async Task The_events_of_an_exchange_come_in_the_order_of_the_call()
    {
        await using var call = await StartAsync();
        call.Model.Answer("Until six.");

        await call.SpeakAsync("when do you close", seconds: 1);
        await call.UntilAsync<ReplyEnded>();

        Type[] expected = [typeof(CallStarted), typeof(CallerSpeechStarted), typeof(CallerSpeechStopped), typeof(TranscriptHeard), typeof(CallerTurnEnded), typeof(ReplyStarted), typeof(ReplyText)];
        Assert.Equal(expected, call.Events.Select(happened => happened.GetType()).Take(expected.Length));
        Assert.Equal(call.Events.OrderBy(happened => happened.At), call.Events);
    }

    [Fact]
    public async Task The_waterfall_names_every_step_in_order()
    {
        await using var call = await StartAsync();
        call.Model.Answer("We are open until six.");

        await call.SpeakAsync("when do you close", seconds: 1);
        var marks = (await call.UntilAsync<ReplyEnded>()).Waterfall;

        TimeSpan?[] steps = [marks.SpeechEnded, marks.FinalTranscript, marks.TurnDecided, marks.KnowledgeFound, marks.FirstToken, marks.FirstSentence, marks.FirstAudio, marks.FirstAudible, marks.Played];
        Assert.DoesNotContain(null, steps);
        Assert.Equal(steps.Order(), steps);
        Assert.Equal(marks.FirstAudible - marks.SpeechEnded, marks.EndToEnd);
    }

    [Fact]
    public async Task The_greeting_is_spoken_when_the_line_opens_and_is_history_afterwards()
    {
        await using var call = await StartAsync(agent => agent with { Greeting = "Hello, this is the clinic." });
        call.Model.Answer("Yes.");

        await call.SilenceAsync(0.1);
        Assert.Single(call.Of<ReplyStarted>());
        await call.UntilAsync<ReplyEnded>();
        await call.SpeakAsync("are you open", seconds: 1);
        await call.UntilAsync<ReplyEnded>(reply => reply.HeardText == "Yes.");

        var asked = Assert.Single(call.Model.Asked);
        Assert.Equal(["Hello, this is the clinic.", "are you open"], asked.Where(message => message.Role != ChatRole.System).Select(message => message.Text));
    }

    [Fact]
    public async Task A_line_without_audio_is_not_greeted()
    {
        await using var call = await StartAsync(agent => agent with { Greeting = "Hello." });

        await call.WaitAsync(2);

        Assert.Empty(call.Of<ReplyStarted>());
    }

    [Fact]
    public async Task A_cough_pauses_the_answer_and_does_not_end_it()
    {
        await using var call = await StartAsync();
        call.Model.Answer(LongAnswer);
        await call.SpeakAsync("when are you open", seconds: 1);
        await call.UntilAsync<ReplyStarted>();
        await call.SilenceAsync(1);

        await call.SpeakAsync("", seconds: 0.3);
        var reply = await call.UntilAsync<ReplyEnded>();

        Assert.Equal(ReplyOutcome.Completed, reply.Outcome);
        Assert.Equal(LongAnswer, reply.HeardText);
        Assert.Single(call.Of<PlayoutPaused>());
        Assert.Single(call.Of<PlayoutResumed>());
        Assert.Empty(call.Of<Interrupted>());
        Assert.Single(call.Of<CallerSpeechStarted>());
        Assert.Equal(["frames 2", "hold 2", "release 2", "frames 2"], call.Edge.Log);
    }

    [Fact]
    public async Task A_listeners_sound_does_not_end_the_answer_and_is_no_turn()
    {
        await using var call = await StartAsync();
        call.Model.Answer(LongAnswer);
        await call.SpeakAsync("when are you open", seconds: 1);
        await call.UntilAsync<ReplyStarted>();
        await call.SilenceAsync(1);

        await call.SpeakAsync("mm-hm okay", seconds: 0.4);
        var reply = await call.UntilAsync<ReplyEnded>();
        await call.SilenceAsync(3);

        Assert.Equal(ReplyOutcome.Completed, reply.Outcome);
        Assert.Single(call.Of<CallerTurnEnded>());
    }

    [Fact]
    public async Task Words_cut_the_answer_and_the_history_holds_what_was_heard()
    {
        await using var call = await StartAsync();
        call.Model.Answer(LongAnswer);
        call.Model.Answer("Five euros.");
        await call.SpeakAsync("when are you open", seconds: 1);
        await call.UntilAsync<ReplyStarted>();
        await call.SilenceAsync(1.2);

        await call.SpeakAsync("no wait how much is it", seconds: 1);
        var cut = await call.UntilAsync<ReplyEnded>();
        await call.UntilAsync<ReplyEnded>(reply => reply.Turn != cut.Turn);

        Assert.Equal(ReplyOutcome.Interrupted, cut.Outcome);
        Assert.Equal(LongAnswer, cut.GeneratedText);
        Assert.StartsWith(cut.HeardText, LongAnswer, StringComparison.Ordinal);
        Assert.InRange(cut.HeardText.Split(' ').Length, 6, 16);
        var interrupted = Assert.Single(call.Of<Interrupted>());
        Assert.Equal(InterruptionCause.Speech, interrupted.Cause);
        Assert.InRange((interrupted.At - interrupted.SpeechStarted).TotalMilliseconds, 300, 520);
        var second = call.Model.Asked.Last();
        Assert.Contains(second, message => message.Role == ChatRole.Assistant && message.Text == cut.HeardText + HeardText.InterruptedMark);
        Assert.DoesNotContain(second, message => message.Text.Contains("Monday", StringComparison.Ordinal));
        Assert.Equal("no wait how much is it", second[^1].Text);
    }

    [Fact]
    public async Task A_word_interrupts_before_half_a_second_of_speech()
    {
        await using var call = await StartAsync();
        call.Transcriber.InterimAfter = TimeSpan.FromMilliseconds(200);
        call.Model.Answer(LongAnswer);
        await call.SpeakAsync("when are you open", seconds: 1);
        await call.UntilAsync<ReplyStarted>();
        await call.SilenceAsync(1);

        await call.SpeakAsync("stop", seconds: 0.4);
        var interrupted = await call.UntilAsync<Interrupted>();

        Assert.Equal(InterruptionCause.Words, interrupted.Cause);
        Assert.InRange((interrupted.At - interrupted.SpeechStarted).TotalMilliseconds, 150, 300);
    }

    [Fact]
    public async Task No_frame_leaves_after_the_answer_was_cut()
    {
        await using var call = await StartAsync();
        call.Model.Answer(LongAnswer);
        await call.SpeakAsync("when are you open", seconds: 1);
        await call.UntilAsync<ReplyStarted>();
        await call.SilenceAsync(1);

        await call.SpeakAsync("hold on please", seconds: 0.8);
        await call.UntilAsync<ReplyEnded>();
        var sent = call.Edge.Samples;
        call.Call.CommitTurn();
        await call.WaitAsync(0.1);

        Assert.Equal("clear 2", call.Edge.Log[^1]);
        Assert.Equal(sent, call.Edge.Samples);
    }

    [Fact]
    public async Task A_caller_who_goes_on_before_the_answer_is_heard_gets_one_answer_to_both_parts()
    {
        await using var call = await StartAsync();
        call.Model.FirstTokenDelay = TimeSpan.FromSeconds(1);
        call.Model.Answer("Both.");
        await call.SpeakAsync("are you open on saturday", seconds: 1);
        await call.UntilAsync<ReplyStarted>();

        await call.SpeakAsync("and on sunday", seconds: 1);
        var reply = await call.UntilAsync<ReplyEnded>(ended => ended.Outcome == ReplyOutcome.Completed);

        Assert.Equal("Both.", reply.HeardText);
        Assert.Equal("", call.Of<ReplyEnded>()[0].HeardText);
        Assert.Equal(["are you open on saturday", "and on sunday"], call.Model.Asked.Last().Where(message => message.Role == ChatRole.User).Select(message => message.Text));
        Assert.DoesNotContain(call.Model.Asked.Last(), message => message.Role == ChatRole.Assistant);
    }

    [Fact]
    public async Task A_pause_in_mid_sentence_does_not_end_the_turn()
    {
        await using var call = await StartAsync();
        call.Model.Answer("Yes.");

        await call.SpeakAsync("i would like to", seconds: 1);
        await call.SilenceAsync(1);
        Assert.Empty(call.Of<CallerTurnEnded>());
        await call.SpeakAsync("make an appointment", seconds: 1);
        await call.UntilAsync<ReplyEnded>();

        Assert.Equal("i would like to make an appointment", Assert.Single(call.Of<CallerTurnEnded>()).Text);
    }

    [Fact]
    public async Task A_noise_without_words_is_no_turn()
    {
        await using var call = await StartAsync();

        await call.SpeakAsync("", seconds: 0.3);
        await call.SilenceAsync(4);

        Assert.Empty(call.Of<CallerTurnEnded>());
        Assert.Empty(call.Of<ReplyStarted>());
    }

    [Fact]
    public async Task Speech_that_was_not_understood_is_asked_for_again()
    {
        await using var call = await StartAsync();
        call.Model.Answer("Could you repeat that?");

        await call.SpeakAsync("", seconds: 1.5);
        await call.UntilAsync<ReplyEnded>();

        Assert.Equal("", Assert.Single(call.Of<CallerTurnEnded>()).Text);
        Assert.Equal(HeardText.Unintelligible, call.Model.Asked.Single()[^1].Text);
    }

    [Fact]
    public async Task The_pre_roll_gives_the_transcriber_the_soft_beginning()
    {
        await using var call = await StartAsync();
        call.Model.Answer("Yes.");
        await call.SilenceAsync(1);

        await call.SpeakAsync("hello there", seconds: 1);
        await call.UntilAsync<TranscriptHeard>(heard => heard.IsFinal);

        Assert.InRange(call.Transcriber.SamplesHeard[1] / 16_000.0, 1.0 + 0.25 + 0.2, 1.0 + 0.45 + 0.3);
    }

    internal static async Task<VirtualCall> StartAsync(Func<AgentSnapshot, AgentSnapshot>? change = null)
    {
        var call = new VirtualCall();
        call.Agent = change?.Invoke(call.Agent) ?? call.Agent;
        await call.StartAsync();
        return call;
    }
}
