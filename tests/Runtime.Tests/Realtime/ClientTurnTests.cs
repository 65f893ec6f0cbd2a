using System.Text.Json;
using VoiceAgent.Conversation.Calls;
using VoiceAgent.Runtime.Tests.Realtime.Toolbox;
using Xunit;

namespace VoiceAgent.Runtime.Tests.Realtime;

/// <summary>Turns that the client brings about by hand: typed, committed, asked for, cancelled.</summary>
public sealed class ClientTurnTests
{
    private static readonly string[] TextReply =
    [
        "response.created", "response.output_item.added", "conversation.item.added", "response.content_part.added", "response.output_text.delta",
        "response.output_text.done", "response.content_part.done", "conversation.item.done", "response.output_item.done", "response.done",
    ];

    [Fact]
    public async Task A_typed_turn_is_answered_in_text()
    {
        await using var door = await Door.OpenAsync();
        await using var client = await DoorClient.ConnectAsync(door);
        var call = await door.Calls.NextAsync();

        await client.SendAsync(UserMessage("Hello?", id: "my_item"));
        var typed = await client.NextAsync("conversation.item.added", "conversation.item.done");
        await call.AskedForAsync("typed Hello?");
        await client.SendAsync(new { type = "response.create", response = new { output_modalities = new[] { "text" }, metadata = new { purpose = "test" } } });
        await call.AskedForAsync("reply text");
        call.Tell(new CallerTurnEnded(default, 1, 0, "Hello?", Typed: true, default));
        call.Answer(2, "Good morning.", spoken: false);
        var reply = await client.NextAsync(TextReply);

        Assert.Equal("my_item", typed[0].GetProperty("item").GetProperty("id").GetString());
        Assert.Equal("my_item", reply[2].GetProperty("previous_item_id").GetString());
        Assert.Equal("text", reply[0].GetProperty("response").GetProperty("output_modalities")[0].GetString());
        var done = reply[^1].GetProperty("response");
        Assert.Equal("test", done.GetProperty("metadata").GetProperty("purpose").GetString());
        Assert.Equal("output_text", done.GetProperty("output")[0].GetProperty("content")[0].GetProperty("type").GetString());
        Assert.Equal("Good morning.", done.GetProperty("output")[0].GetProperty("content")[0].GetProperty("text").GetString());
    }

    [Fact]
    public async Task A_session_in_text_answers_spoken_turns_in_text()
    {
        await using var door = await Door.OpenAsync();
        await using var client = await DoorClient.ConnectAsync(door);
        var call = await door.Calls.NextAsync();

        await client.SendAsync(new { type = "session.update", session = new { type = "realtime", output_modalities = new[] { "text" } } });
        await client.NextAsync("session.updated");
        await call.AskedForAsync("policy True False True");
        call.HearTurn(1, 1, "Hello?");
        await call.AskedForAsync("reply text");
        for (var i = 0; i < 7; i++)
        {
            await client.NextAsync();
        }

        call.Answer(2, "Good morning.", spoken: false);
        await client.NextAsync(TextReply);
    }

    [Fact]
    public async Task A_committed_turn_has_its_item_at_once_and_its_words_later()
    {
        await using var door = await Door.OpenAsync();
        await using var client = await DoorClient.ConnectAsync(door);
        var call = await door.Calls.NextAsync();
        await TurnOffDetectionAsync(client, call);

        await client.AppendAsync(new byte[9600]);
        await client.SendAsync(new { type = "input_audio_buffer.commit" });
        var first = await client.NextAsync("input_audio_buffer.committed", "conversation.item.added", "conversation.item.done");
        await call.AskedForAsync("commit");
        await client.AppendAsync(new byte[4800]);
        await client.SendAsync(new { type = "input_audio_buffer.commit" });
        var second = await client.NextAsync("input_audio_buffer.committed", "conversation.item.added", "conversation.item.done");
        await call.AskedForAsync("commit");
        call.Tell(new CallerTurnEnded(default, 1, 1, "One.", Typed: false, default));
        call.Tell(new CallerTurnEnded(default, 2, 2, "Two.", Typed: false, default));
        var words = await client.NextAsync(
            "conversation.item.input_audio_transcription.delta", "conversation.item.input_audio_transcription.completed",
            "conversation.item.input_audio_transcription.delta", "conversation.item.input_audio_transcription.completed");

        Assert.Equal(3200 + 1600, call.SamplesHeard);
        Assert.Equal(first[0].GetProperty("item_id").GetString(), words[1].GetProperty("item_id").GetString());
        Assert.Equal(1, words[1].GetProperty("usage").GetProperty("seconds").GetInt32());
        Assert.Equal(second[0].GetProperty("item_id").GetString(), words[3].GetProperty("item_id").GetString());
        Assert.Equal(first[0].GetProperty("item_id").GetString(), second[0].GetProperty("previous_item_id").GetString());
    }

    [Fact]
    public async Task A_cleared_buffer_cannot_be_committed()
    {
        await using var door = await Door.OpenAsync();
        await using var client = await DoorClient.ConnectAsync(door);
        var call = await door.Calls.NextAsync();
        await TurnOffDetectionAsync(client, call);

        await client.AppendAsync(new byte[9600]);
        await client.SendAsync(new { type = "input_audio_buffer.clear" });
        await client.NextAsync("input_audio_buffer.cleared");
        await call.AskedForAsync("clear");
        await client.SendAsync(new { type = "input_audio_buffer.commit", event_id = "mine" });
        var error = await client.NextErrorAsync();

        Assert.Equal("input_audio_buffer_commit_empty", error.GetProperty("code").GetString());
        Assert.Equal("mine", error.GetProperty("event_id").GetString());
        call.AskedForNothing();
    }

    [Fact]
    public async Task A_client_cancels_the_response()
    {
        await using var door = await Door.OpenAsync();
        await using var client = await DoorClient.ConnectAsync(door);
        var call = await door.Calls.NextAsync();
        call.Tell(new ReplyStarted(default, 1, Spoken: true));
        call.Speak(1);
        var begun = await client.NextAsync(
            "response.created", "response.output_item.added", "conversation.item.added", "response.content_part.added", "response.output_audio.delta");
        var id = begun[0].GetProperty("response").GetProperty("id").GetString();

        await client.SendAsync(new { type = "response.create" });
        var second = await client.NextErrorAsync();
        await client.SendAsync(new { type = "response.cancel", response_id = "resp_other" });
        var other = await client.NextErrorAsync();
        await client.SendAsync(new { type = "response.cancel", response_id = id });
        await call.AskedForAsync("cancel");
        call.End(1, ReplyOutcome.Cancelled, "Hello there.", "Hello", frames: 1);
        var ended = await client.NextAsync(
            "response.output_audio.done", "response.output_audio_transcript.done", "response.content_part.done",
            "conversation.item.done", "response.output_item.done", "response.done");
        await client.SendAsync(new { type = "response.cancel", event_id = "late" });
        var late = await client.NextErrorAsync();

        Assert.Equal("conversation_already_has_active_response", second.GetProperty("code").GetString());
        Assert.Equal("response_cancel_not_active", other.GetProperty("code").GetString());
        Assert.Equal("client_cancelled", ended[^1].GetProperty("response").GetProperty("status_details").GetProperty("reason").GetString());
        Assert.Equal("response_cancel_not_active", late.GetProperty("code").GetString());
        Assert.Equal("late", late.GetProperty("event_id").GetString());
    }

    [Fact]
    public async Task Clearing_the_agents_audio_cuts_the_reply()
    {
        await using var door = await Door.OpenAsync();
        await using var client = await DoorClient.ConnectAsync(door);
        var call = await door.Calls.NextAsync();
        await client.SendAsync(new { type = "output_audio_buffer.clear" });
        var silent = await client.NextErrorAsync();
        call.Tell(new ReplyStarted(default, 1, Spoken: true));
        await client.NextAsync("response.created", "response.output_item.added", "conversation.item.added", "response.content_part.added");

        await client.SendAsync(new { type = "output_audio_buffer.clear" });
        await client.NextAsync("output_audio_buffer.cleared");

        Assert.Equal("output_audio_buffer_empty", silent.GetProperty("code").GetString());
        await call.AskedForAsync("cancel");
    }

    [Theory]
    [InlineData("""{"type":"conversation.item.retrieve","item_id":"none"}""", "item_retrieve_invalid_item_id", "item_id")]
    [InlineData("""{"type":"conversation.item.delete","item_id":"none"}""", "item_delete_invalid_item_id", "item_id")]
    [InlineData("""{"type":"conversation.item.delete","item_id":"known"}""", "item_delete_unsupported", "item_id")]
    [InlineData("""{"type":"conversation.item.truncate","item_id":"none","content_index":0,"audio_end_ms":1}""", "item_truncate_invalid_item_id", "item_id")]
    [InlineData("""{"type":"conversation.item.truncate","item_id":"known","content_index":0,"audio_end_ms":1}""", "invalid_value", "item_id")]
    [InlineData("""{"type":"conversation.item.truncate","item_id":"agent","content_index":0,"audio_end_ms":21}""", "invalid_value", "audio_end_ms")]
    [InlineData("""{"type":"conversation.item.truncate","item_id":"agent","content_index":1,"audio_end_ms":1}""", "invalid_value", "content_index")]
    [InlineData("""{"type":"conversation.item.truncate","item_id":"agent","content_index":0,"audio_end_ms":"1"}""", "invalid_type", "audio_end_ms")]
    [InlineData("""{"type":"conversation.item.create","item":{"id":"known","type":"message","role":"user","content":[{"type":"input_text","text":"x"}]}}""", "invalid_value", "item.id")]
    [InlineData("""{"type":"conversation.item.create","previous_item_id":"none","item":{"type":"message","role":"user","content":[{"type":"input_text","text":"x"}]}}""", "item_create_invalid_previous_item_id", "previous_item_id")]
    [InlineData("""{"type":"conversation.item.create","item":{"type":"message","role":"system","content":[{"type":"input_text","text":"x"}]}}""", "invalid_value", "item.role")]
    [InlineData("""{"type":"conversation.item.create","item":{"type":"function_call_output","call_id":"c","output":"x"}}""", "invalid_value", "item.type")]
    [InlineData("""{"type":"conversation.item.create","item":{"type":"message","role":"user","content":[{"type":"input_audio","audio":"AAAA"}]}}""", "invalid_value", "item.content[0].type")]
    [InlineData("""{"type":"conversation.item.create","item":{"type":"message","role":"user","content":[]}}""", "invalid_type", "item.content")]
    [InlineData("""{"type":"conversation.item.create","item":{"type":"message","role":"user","content":[{"type":"input_text","text":" "}]}}""", "invalid_value", "item.content")]
    [InlineData("""{"type":"conversation.item.create"}""", "missing_required_parameter", "item")]
    [InlineData("""{"type":"response.create","response":{"output_modalities":["audio","text"]}}""", "invalid_value", "response.output_modalities")]
    [InlineData("""{"type":"response.create","response":{"conversation":"none"}}""", "invalid_value", "response.conversation")]
    [InlineData("""{"type":"response.create","response":{"input":[]}}""", "invalid_value", "response.input")]
    [InlineData("""{"type":"response.create","response":{"metadata":{"a":1}}}""", "invalid_value", "response.metadata")]
    public async Task A_wish_that_cannot_be_met_is_named(string message, string code, string param)
    {
        await using var door = await Door.OpenAsync();
        await using var client = await DoorClient.ConnectAsync(door);
        var call = await door.Calls.NextAsync();
        await client.SendAsync(UserMessage("Hello?", "known"));
        await client.NextAsync("conversation.item.added", "conversation.item.done");
        call.Answer(1, "Hello.", frames: 1);
        var reply = await client.NextAsync("response.created", "response.output_item.added");
        while ((await client.NextAsync()).GetProperty("type").GetString() != "response.done")
        {
        }

        var agentItem = reply[1].GetProperty("item").GetProperty("id").GetString();
        await client.SendTextAsync(message.Replace("\"agent\"", $"\"{agentItem}\"", StringComparison.Ordinal).Replace("{\"type\":\"", "{\"event_id\":\"e7\",\"type\":\"", StringComparison.Ordinal));
        var error = await client.NextErrorAsync();

        Assert.Equal(code, error.GetProperty("code").GetString());
        Assert.Equal(param, error.GetProperty("param").GetString());
        Assert.Equal("e7", error.GetProperty("event_id").GetString());
        await call.AskedForAsync("typed Hello?");
        call.AskedForNothing();
    }

    [Fact]
    public async Task A_retrieved_item_is_what_was_typed()
    {
        await using var door = await Door.OpenAsync();
        await using var client = await DoorClient.ConnectAsync(door);

        await client.SendAsync(UserMessage("Hello?", "known"));
        await client.NextAsync("conversation.item.added", "conversation.item.done");
        await client.SendAsync(new { type = "conversation.item.retrieve", item_id = "known" });
        var retrieved = await client.NextAsync("conversation.item.retrieved");

        Assert.Equal("Hello?", retrieved.GetProperty("item").GetProperty("content")[0].GetProperty("text").GetString());
    }

    private static async Task TurnOffDetectionAsync(DoorClient client, ScriptedCall call)
    {
        await client.SendTextAsync("""{"type":"session.update","session":{"type":"realtime","audio":{"input":{"turn_detection":null}}}}""");
        var updated = await client.NextAsync("session.updated");
        await call.AskedForAsync("policy False False False");
        Assert.Equal(JsonValueKind.Null, updated.GetProperty("session").GetProperty("audio").GetProperty("input").GetProperty("turn_detection").ValueKind);
    }

    private static object UserMessage(string text, string id) => new
    {
        type = "conversation.item.create",
        item = new { id, type = "message", role = "user", content = new[] { new { type = "input_text", text } } },
    };
}
