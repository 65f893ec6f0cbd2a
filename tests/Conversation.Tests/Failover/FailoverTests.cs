using VoiceAgent.Conversation.Agents;
using VoiceAgent.Conversation.Calls;
using VoiceAgent.Conversation.Failover;
using VoiceAgent.Conversation.Speech;
using VoiceAgent.Conversation.Transcription;
using VoiceAgent.Testing.Calls;
using Xunit;
using IChatClient = Microsoft.Extensions.AI.IChatClient;

namespace VoiceAgent.Conversation.Tests.Failover;

public sealed class FailoverTests
{
    private static readonly ProviderException Down = new("first", CallStage.Dialogue, FaultOwner.Provider, "The model answered 503.", retryable: true);

    [Fact]
    public async Task A_model_that_fails_is_replaced_by_the_next_and_the_record_says_so()
    {
        await using var chain = new ChainedCall();
        chain.FirstModel.Fail(Down);
        chain.SecondModel.Answer("Until six.");

        var reply = await chain.AskAsync();

        Assert.Equal((ReplyOutcome.Completed, "Until six."), (reply.Outcome, reply.HeardText));
        Assert.Equal("second", reply.ServedBy.Model);
        var change = Assert.Single(chain.Call.Of<ProviderFailedOver>());
        Assert.Equal((CallStage.Dialogue, "first", "second", FaultOwner.Provider), (change.Stage, change.From, change.To, change.Owner));
        Assert.Empty(chain.Call.Of<StageFailed>());
    }

    [Fact]
    public async Task A_model_that_accepts_and_never_answers_is_replaced_at_its_deadline()
    {
        await using var chain = new ChainedCall();
        chain.FirstModel.Hang();
        chain.SecondModel.Answer("Until six.");

        var reply = await chain.AskAsync();

        Assert.Equal("One moment, please. Until six.", reply.HeardText);
        Assert.InRange((reply.Waterfall.FirstToken - reply.Waterfall.TurnDecided)!.Value.TotalSeconds, 4.0, 4.3);
    }

    [Fact]
    public async Task Nothing_is_said_again_in_other_words_once_a_token_came()
    {
        await using var chain = new ChainedCall();
        chain.FirstModel.AnswerThenFail("We are open until six o'clock in the evening. And then", Down);
        chain.SecondModel.Answer("Until six.");

        var reply = await chain.AskAsync();

        Assert.Equal(ReplyOutcome.Failed, reply.Outcome);
        Assert.Empty(chain.SecondModel.Asked);
    }

    [Fact]
    public async Task A_model_that_keeps_failing_is_passed_over_for_a_while_and_then_tried_again()
    {
        await using var chain = new ChainedCall();
        for (var i = 0; i < 5; i++)
        {
            chain.FirstModel.Fail(Down);
            chain.SecondModel.Answer("Until six.");
        }

        for (var i = 0; i < 5; i++)
        {
            await chain.AskAsync();
        }

        Assert.Equal(3, chain.FirstModel.Asked.Count);
        Assert.Equal(5, chain.SecondModel.Asked.Count);

        await chain.Call.SilenceAsync(16);
        await chain.AskAsync();

        Assert.Equal(4, chain.FirstModel.Asked.Count);
    }

    [Fact]
    public async Task When_every_model_fails_the_caller_is_told()
    {
        await using var chain = new ChainedCall();
        chain.FirstModel.Fail(Down);
        chain.SecondModel.Fail(Down);

        var failed = await chain.AskAsync();
        var apology = await chain.Call.UntilAsync<ReplyEnded>(reply => reply.Outcome == ReplyOutcome.Completed);

        Assert.Equal(ReplyOutcome.Failed, failed.Outcome);
        Assert.Contains("sorry", apology.HeardText, StringComparison.Ordinal);
        Assert.Single(chain.Call.Of<StageFailed>());
    }

    [Fact]
    public async Task A_voice_that_fails_is_replaced_before_anything_was_heard_and_the_call_keeps_the_new_one()
    {
        await using var chain = new ChainedCall();
        chain.FirstVoice.Fault = new ProviderException("first", CallStage.Speech, FaultOwner.Provider, "The socket closed.");
        chain.FirstModel.Answer("Until six.");
        chain.FirstModel.Answer("You are welcome.");

        var reply = await chain.AskAsync();
        chain.FirstVoice.Fault = null;
        var next = await chain.AskAsync();

        Assert.Equal("Until six.", reply.HeardText);
        Assert.Equal(("second", "second"), (reply.ServedBy.Speech, next.ServedBy.Speech));
        Assert.Single(chain.Call.Of<ProviderFailedOver>());
    }

    [Fact]
    public async Task A_voice_that_stays_silent_is_replaced_at_its_deadline()
    {
        await using var chain = new ChainedCall();
        chain.FirstVoice.FirstAudioDelay = TimeSpan.FromSeconds(60);
        chain.FirstModel.Answer("Until six.");

        var reply = await chain.AskAsync();

        Assert.Equal("Until six.", reply.HeardText);
        Assert.InRange((reply.Waterfall.FirstAudio - reply.Waterfall.FirstSentence)!.Value.TotalSeconds, 2.5, 2.7);
    }

    [Fact]
    public async Task An_ear_that_goes_deaf_in_mid_sentence_is_replaced_by_one_that_hears_the_sentence_from_its_beginning()
    {
        await using var chain = new ChainedCall();
        chain.SecondEar.Expect("when do you close");
        chain.FirstModel.Answer("Until six.");
        await chain.StartAsync();

        await chain.Call.SpeakAsync("", seconds: 0.6);
        chain.FirstEar.GoDeaf();
        await chain.Call.SpeakAsync("", seconds: 0.6);
        var reply = await chain.Call.UntilAsync<ReplyEnded>();

        Assert.Equal("when do you close", Assert.Single(chain.Call.Of<CallerTurnEnded>()).Text);
        Assert.Equal("second", reply.ServedBy.Transcription);
        Assert.InRange(chain.SecondEar.SamplesHeard[1] / 16_000.0, 1.3, 1.9);
    }

    [Fact]
    public async Task An_ear_that_owes_its_final_transcript_is_replaced_at_its_deadline()
    {
        await using var chain = new ChainedCall();
        chain.FirstEar.FinalDelay = TimeSpan.FromSeconds(60);
        chain.SecondEar.Expect("when do you close");
        chain.FirstModel.Answer("Until six.");
        await chain.StartAsync();

        await chain.Call.SpeakAsync("", seconds: 1);
        var final = await chain.Call.UntilAsync<TranscriptHeard>(heard => heard.IsFinal);

        Assert.Equal("when do you close", final.Text);
        Assert.InRange((final.At - chain.Call.Of<CallerSpeechStopped>()[0].At).TotalSeconds, 2.0, 2.3);
    }

    [Fact]
    public async Task A_chain_of_ears_that_all_go_deaf_ends_the_call()
    {
        await using var chain = new ChainedCall();
        await chain.StartAsync();

        for (var i = 0; i < 10; i++)
        {
            chain.FirstEar.GoDeaf();
            chain.SecondEar.GoDeaf();
            await chain.Call.SilenceAsync(0.1);
        }

        Assert.Equal(CallEnding.Failed, (await chain.Call.UntilAsync<CallEnded>()).Ending);
    }

    /// <summary>A call in which every stage is a chain of two.</summary>
    private sealed class ChainedCall : IAsyncDisposable
    {
        private bool _started;

        public ChainedCall()
        {
            var time = Call.Time;
            (FirstModel, SecondModel) = (Call.Model, new ScriptedModel(time));
            (FirstVoice, SecondVoice) = (Call.Synthesizer, new ScriptedSynthesizer(time));
            (FirstEar, SecondEar) = (Call.Transcriber, new ScriptedTranscriber(time));
            var waits = new WaitLimits();
            Call.ModelChain = new FailoverChatClient([Link<IChatClient, ModelOptions>("first", FirstModel, new()), Link<IChatClient, ModelOptions>("second", SecondModel, new())], waits.FirstToken, time);
            Call.VoiceChain = new FailoverSynthesizer([Link<ISpeechSynthesizer, SpeechOptions>("first", FirstVoice, Call.Agent.Speech), Link<ISpeechSynthesizer, SpeechOptions>("second", SecondVoice, Call.Agent.Speech)], waits.FirstAudio, time);
            Call.EarChain = new FailoverTranscriber([Link<ITranscriber, TranscriptionOptions>("first", FirstEar, Call.Agent.Transcription), Link<ITranscriber, TranscriptionOptions>("second", SecondEar, Call.Agent.Transcription)], waits.FinalTranscript, time);
        }

        public VirtualCall Call { get; } = new();

        public ScriptedModel FirstModel { get; }

        public ScriptedModel SecondModel { get; }

        public ScriptedSynthesizer FirstVoice { get; }

        public ScriptedSynthesizer SecondVoice { get; }

        public ScriptedTranscriber FirstEar { get; }

        public ScriptedTranscriber SecondEar { get; }

        public async Task StartAsync()
        {
            if (!_started)
            {
                _started = true;
                await Call.StartAsync();
            }
        }

        public async Task<ReplyEnded> AskAsync()
        {
            await StartAsync();
            var before = Call.Of<ReplyEnded>().Count;
            await Call.SpeakAsync("when do you close", seconds: 1);
            while (Call.Of<ReplyEnded>().Count == before)
            {
                await Call.SilenceAsync(0.05);
            }

            return Call.Of<ReplyEnded>()[before];
        }

        public ValueTask DisposeAsync() => Call.DisposeAsync();

        private ChainLink<TService, TOptions> Link<TService, TOptions>(string name, TService service, TOptions options) =>
            new(name, service, options, new LinkHealth(Call.Time));
    }
}
