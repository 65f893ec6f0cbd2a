using System.Text.Json;
using VoiceAgent.Conversation;
using VoiceAgent.Conversation.Calls;
using VoiceAgent.Conversation.Dialogue;
using VoiceAgent.Runtime.Tests.Realtime.Toolbox;
using Xunit;

namespace VoiceAgent.Runtime.Tests.Realtime;

public sealed class ExtraEventTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_client_that_asks_learns_what_the_protocol_has_no_word_for(bool byQuery)
    {
        await using var door = await Door.OpenAsync();
        await using var client = await DoorClient.ConnectAsync(door, byQuery ? "model=reception&voiceagent_events=1" : "model=reception", options =>
        {
            options.SetRequestHeader("Authorization", "Bearer " + ScriptedCalls.Key);
            if (!byQuery)
            {
                options.SetRequestHeader("VoiceAgent-Events", "1");
            }
        });
        var call = await door.Calls.NextAsync();

        call.Tell(new CallStarted(default));
        var started = await client.NextAsync("voiceagent.call.started");
        call.Tell(new ReplyStarted(default, 1, Spoken: true));
        await client.NextAsync("response.created", "response.output_item.added", "conversation.item.added", "response.content_part.added");
        call.Tell(new PlayoutPaused(TimeSpan.FromMilliseconds(1234.56), 1));
        var paused = await client.NextAsync("voiceagent.playout.paused");
        call.Tell(new PlayoutResumed(default, 1));
        await client.NextAsync("voiceagent.playout.resumed");
        call.Tell(new Interrupted(default, 1, InterruptionCause.Words, default));
        var interrupted = await client.NextAsync("voiceagent.interrupted");
        call.Tell(new ToolStarted(default, 1, "t1", "end_call", "{}"));
        call.Tell(new ToolEnded(default, 1, "t1", "end_call", true, "ok"));
        call.Tell(new StageFailed(default, CallStage.Dialogue, FaultOwner.Provider, "openai", "slow"));
        await client.NextAsync("voiceagent.tool.started", "voiceagent.tool.ended", "voiceagent.stage.failed");
        call.Tell(new ReplyEnded(
            default, 1, ReplyOutcome.Interrupted, "We open at nine.", "We open", TimeSpan.FromMilliseconds(400),
            new Waterfall { SpeechEnded = TimeSpan.FromSeconds(1), FirstAudible = TimeSpan.FromSeconds(1.7) }, new ReplyUsage(1, 2, 16)));
        JsonElement completed;
        do
        {
            completed = await client.NextAsync();
        }
        while (completed.GetProperty("type").GetString() != "voiceagent.turn.completed");
        call.Tell(new CallerSpeechStarted(default, 1, default));
        call.Tell(new TranscriptHeard(default, 1, "And on", IsFinal: false));
        var speech = await client.NextAsync("input_audio_buffer.speech_started");
        var interim = await client.NextAsync("voiceagent.transcript.interim");
        call.HangUp(CallEnding.AgentEnded);
        var ended = await client.NextAsync("voiceagent.call.ended");

        Assert.Equal("call_test", started.GetProperty("call_id").GetString());
        Assert.Equal("0123abcd", started.GetProperty("agent").GetProperty("revision").GetString());
        Assert.Equal(1234.6, paused.GetProperty("at_ms").GetDouble());
        Assert.Equal("words", interrupted.GetProperty("cause").GetString());
        Assert.Equal("interrupted", completed.GetProperty("outcome").GetString());
        Assert.Equal("We open at nine.", completed.GetProperty("generated_text").GetString());
        Assert.Equal("We open", completed.GetProperty("heard_text").GetString());
        Assert.Equal(700, completed.GetProperty("timings").GetProperty("end_to_end_ms").GetDouble());
        Assert.Equal(JsonValueKind.Null, completed.GetProperty("timings").GetProperty("first_token_ms").ValueKind);
        Assert.Equal(speech.GetProperty("item_id").GetString(), interim.GetProperty("item_id").GetString());
        Assert.Equal("And on", interim.GetProperty("transcript").GetString());
        Assert.Equal("agent_ended", ended.GetProperty("reason").GetString());
    }

    [Fact]
    public async Task A_client_that_does_not_ask_sees_the_protocol_alone()
    {
        await using var door = await Door.OpenAsync();
        await using var client = await DoorClient.ConnectAsync(door);
        var call = await door.Calls.NextAsync();

        call.Tell(new CallStarted(default));
        call.Tell(new PlayoutPaused(default, 1));
        call.Tell(new PlayoutResumed(default, 1));
        call.Tell(new ToolStarted(default, 1, "t1", "end_call", "{}"));
        call.Tell(new StageFailed(default, CallStage.Dialogue, FaultOwner.Provider, "openai", "slow"));
        call.HearTurn(1, 1, "Hello?");

        await client.NextAsync(
            "input_audio_buffer.speech_started", "input_audio_buffer.speech_stopped", "input_audio_buffer.committed",
            "conversation.item.added", "conversation.item.done",
            "conversation.item.input_audio_transcription.delta", "conversation.item.input_audio_transcription.completed");
    }
}
