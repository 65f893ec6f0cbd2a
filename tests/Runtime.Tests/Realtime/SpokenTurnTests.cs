using System.Text.Json;
using VoiceAgent.Conversation.Calls;
using VoiceAgent.Runtime.Tests.Realtime.Toolbox;
using Xunit;

namespace VoiceAgent.Runtime.Tests.Realtime;

public sealed class SpokenTurnTests
{
    private static readonly string[] ReplyBegins =
        ["response.created", "response.output_item.added", "conversation.item.added", "response.content_part.added"];

    private static readonly string[] ReplyEnds =
    [
        "response.output_audio.done", "response.output_audio_transcript.done", "response.content_part.done",
        "conversation.item.done", "response.output_item.done", "response.done",
    ];

    private static readonly string[] TurnEnds =
    [
        "input_audio_buffer.committed", "conversation.item.added", "conversation.item.done",
        "conversation.item.input_audio_transcription.delta", "conversation.item.input_audio_transcription.completed",
    ];

    [SkippableFact]
    public void Events_are_held_against_the_published_schema()
    {
        Skip.If(OpenAISchema.Absence is not null, OpenAISchema.Absence);

        var wrong = JsonDocument.Parse("""{"type":"input_audio_buffer.speech_started","event_id":"event_1","audio_start_ms":"soon","item_id":"item_1"}""");

        Assert.ThrowsAny<Exception>(() => OpenAISchema.Check(wrong.RootElement));
    }

    [Fact]
    public async Task A_spoken_turn_comes_in_the_protocols_order()
    {
        await using var door = await Door.OpenAsync();
        await using var client = await DoorClient.ConnectAsync(door);
        var call = await door.Calls.NextAsync();

        call.HearTurn(1, 1, "What are your opening hours?");
        var started = await client.NextAsync("input_audio_buffer.speech_started");
        var stopped = await client.NextAsync("input_audio_buffer.speech_stopped");
        var caller = await client.NextAsync(TurnEnds);
        call.Answer(2, "We open at nine.", frames: 2);
        var begun = await client.NextAsync(ReplyBegins);
        var text = await client.NextAsync("response.output_audio_transcript.delta");
        var sound = await client.NextAsync("response.output_audio.delta", "response.output_audio.delta");
        var ended = await client.NextAsync(ReplyEnds);

        var item = started.GetProperty("item_id").GetString();
        Assert.Equal(300, started.GetProperty("audio_start_ms").GetInt32());
        Assert.Equal(1500, stopped.GetProperty("audio_end_ms").GetInt32());
        Assert.All([stopped, caller[0], caller[3], caller[4]], happened => Assert.Equal(item, happened.GetProperty("item_id").GetString()));
        Assert.Equal(JsonValueKind.Null, caller[0].GetProperty("previous_item_id").ValueKind);
        Assert.Equal(JsonValueKind.Null, caller[1].GetProperty("item").GetProperty("content")[0].GetProperty("transcript").ValueKind);
        Assert.Equal("What are your opening hours?", caller[4].GetProperty("transcript").GetString());
        Assert.Equal(2, caller[4].GetProperty("usage").GetProperty("seconds").GetInt32());

        Assert.Equal(item, begun[2].GetProperty("previous_item_id").GetString());
        Assert.Equal("in_progress", begun[0].GetProperty("response").GetProperty("status").GetString());
        Assert.Equal("We open at nine.", text.GetProperty("delta").GetString());
        Assert.All(sound, delta => Assert.Equal(960, delta.GetProperty("delta").GetBytesFromBase64().Length));
        var done = ended[^1].GetProperty("response");
        Assert.Equal("completed", done.GetProperty("status").GetString());
        Assert.Equal("We open at nine.", done.GetProperty("output")[0].GetProperty("content")[0].GetProperty("transcript").GetString());
        Assert.Equal(19, done.GetProperty("usage").GetProperty("total_tokens").GetInt32());
    }

    [Fact]
    public async Task Utterances_of_one_turn_share_the_item()
    {
        await using var door = await Door.OpenAsync();
        await using var client = await DoorClient.ConnectAsync(door);
        var call = await door.Calls.NextAsync();

        call.Tell(new CallerSpeechStarted(default, 1, default));
        call.Tell(new CallerSpeechStopped(default, 1, TimeSpan.FromSeconds(1)));
        call.HearTurn(1, 2, "I would like to, well, book a visit.");
        var speech = await client.NextAsync(
            "input_audio_buffer.speech_started", "input_audio_buffer.speech_stopped", "input_audio_buffer.speech_started", "input_audio_buffer.speech_stopped");
        var caller = await client.NextAsync(TurnEnds);
        call.HearTurn(2, 3, "Tomorrow.");
        var next = await client.NextAsync("input_audio_buffer.speech_started");

        var item = caller[0].GetProperty("item_id").GetString();
        Assert.All(speech, happened => Assert.Equal(item, happened.GetProperty("item_id").GetString()));
        Assert.NotEqual(item, next.GetProperty("item_id").GetString());
        Assert.Equal(3, caller[4].GetProperty("usage").GetProperty("seconds").GetInt32());
    }

    [Fact]
    public async Task The_callers_words_cancel_the_response_and_the_item_keeps_what_was_heard()
    {
        await using var door = await Door.OpenAsync();
        await using var client = await DoorClient.ConnectAsync(door);
        var call = await door.Calls.NextAsync();

        call.Tell(new ReplyStarted(default, 1, Spoken: true));
        call.Tell(new ReplyText(default, 1, "We open at nine on weekdays."));
        call.Speak(1);
        await client.NextAsync([.. ReplyBegins, "response.output_audio_transcript.delta", "response.output_audio.delta"]);
        call.Clear(1);
        call.Tell(new Interrupted(default, 1, InterruptionCause.Speech, default));
        call.Tell(new CallerSpeechStarted(default, 1, default));
        call.End(1, ReplyOutcome.Interrupted, "We open at nine on weekdays.", "We open", frames: 1);
        await client.NextAsync("input_audio_buffer.speech_started");
        var ended = await client.NextAsync(ReplyEnds);

        var done = ended[^1].GetProperty("response");
        Assert.Equal("cancelled", done.GetProperty("status").GetString());
        Assert.Equal("turn_detected", done.GetProperty("status_details").GetProperty("reason").GetString());
        Assert.Equal("incomplete", done.GetProperty("output")[0].GetProperty("status").GetString());
        Assert.Equal("We open", done.GetProperty("output")[0].GetProperty("content")[0].GetProperty("transcript").GetString());
    }

    [Fact]
    public async Task Frames_that_the_call_has_cut_are_not_sent()
    {
        await using var door = await Door.OpenAsync();
        await using var client = await DoorClient.ConnectAsync(door);
        var call = await door.Calls.NextAsync();

        call.Tell(new ReplyStarted(default, 1, Spoken: true));
        call.Clear(1);
        call.Speak(1);
        call.End(1, ReplyOutcome.Interrupted, "Hello.", "", frames: 0);
        call.Speak(1);

        await client.NextAsync([.. ReplyBegins, .. ReplyEnds]);
    }

    [Fact]
    public async Task A_truncated_message_holds_what_the_client_played()
    {
        await using var door = await Door.OpenAsync();
        await using var client = await DoorClient.ConnectAsync(door);
        var call = await door.Calls.NextAsync();
        call.Tell(new ReplyStarted(default, 1, Spoken: true));
        call.Speak(1);
        call.Speak(1);
        call.End(1, ReplyOutcome.Interrupted, "We open at nine.", "We open at", frames: 2);
        var begun = await client.NextAsync(ReplyBegins);
        await client.NextAsync(["response.output_audio.delta", "response.output_audio.delta", .. ReplyEnds]);
        var item = begun[1].GetProperty("item").GetProperty("id").GetString();

        await client.SendAsync(new { type = "conversation.item.truncate", item_id = item, content_index = 0, audio_end_ms = 25 });
        await call.AskedForAsync("truncate 1 25");
        call.Tell(new ReplyTruncated(default, 1, "We open", TimeSpan.FromMilliseconds(25)));
        var truncated = await client.NextAsync("conversation.item.truncated");
        await client.SendAsync(new { type = "conversation.item.retrieve", item_id = item });
        var retrieved = await client.NextAsync("conversation.item.retrieved");

        Assert.Equal(25, truncated.GetProperty("audio_end_ms").GetInt32());
        Assert.Equal("We open", retrieved.GetProperty("item").GetProperty("content")[0].GetProperty("transcript").GetString());
    }

    [Fact]
    public async Task A_failed_reply_says_which_stage_failed()
    {
        await using var door = await Door.OpenAsync();
        await using var client = await DoorClient.ConnectAsync(door);
        var call = await door.Calls.NextAsync();

        call.Tell(new ReplyStarted(default, 1, Spoken: true));
        call.Tell(new StageFailed(default, Conversation.CallStage.Speech, Conversation.FaultOwner.Provider, "eleven", "unreachable"));
        call.End(1, ReplyOutcome.Failed, "Hello.", "", frames: 0);
        var events = await client.NextAsync([.. ReplyBegins, .. ReplyEnds]);

        var details = events[^1].GetProperty("response").GetProperty("status_details");
        Assert.Equal("failed", details.GetProperty("type").GetString());
        Assert.Equal("speech_failed", details.GetProperty("error").GetProperty("code").GetString());
    }

    [Fact]
    public async Task A_turn_that_nobody_understood_says_why()
    {
        await using var door = await Door.OpenAsync();
        await using var client = await DoorClient.ConnectAsync(door);
        var call = await door.Calls.NextAsync();

        call.Tell(new StageFailed(default, Conversation.CallStage.Transcription, Conversation.FaultOwner.Provider, "deepgram", "went away"));
        call.HearTurn(1, 1, "");
        var events = await client.NextAsync(
            "input_audio_buffer.speech_started", "input_audio_buffer.speech_stopped", "input_audio_buffer.committed",
            "conversation.item.added", "conversation.item.done", "conversation.item.input_audio_transcription.failed");

        Assert.Contains("deepgram", events[^1].GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
    }
}
