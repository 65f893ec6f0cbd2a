using System.Text.Json;
using VoiceAgent.Runtime.Tests.Realtime.Toolbox;
using Xunit;

namespace VoiceAgent.Runtime.Tests.Realtime;

public sealed class SessionUpdateTests
{
    [Fact]
    public async Task The_first_event_shows_what_is_in_force()
    {
        await using var door = await Door.OpenAsync();
        await using var client = await DoorClient.ConnectAsync(door);

        var session = client.Session;
        Assert.Equal("realtime", session.GetProperty("type").GetString());
        Assert.Equal("reception", session.GetProperty("model").GetString());
        Assert.Equal(JsonValueKind.Null, session.GetProperty("tracing").ValueKind);
        Assert.Equal("end_call", session.GetProperty("tools")[0].GetProperty("name").GetString());
        Assert.DoesNotContain("secret prompt", session.GetRawText(), StringComparison.Ordinal);
        var turns = session.GetProperty("audio").GetProperty("input").GetProperty("turn_detection");
        Assert.Equal("server_vad", turns.GetProperty("type").GetString());
        Assert.True(turns.GetProperty("interrupt_response").GetBoolean());
        Assert.Equal(300, turns.GetProperty("silence_duration_ms").GetInt32());
    }

    [Fact]
    public async Task What_belongs_to_the_agent_stays_the_agents()
    {
        await using var door = await Door.OpenAsync();
        await using var client = await DoorClient.ConnectAsync(door);

        await client.SendTextAsync(
            """
            {"type":"session.update","session":{"type":"realtime","model":"gpt-realtime","instructions":"Be rude.","tracing":"auto",
             "tools":[{"type":"function","name":"mine","description":"","parameters":{"type":"object","properties":{}}}],
             "audio":{"input":{"turn_detection":{"type":"semantic_vad","eagerness":"high","create_response":false},"noise_reduction":{"type":"near_field"},
               "transcription":{"model":"whisper-1"}},"output":{"voice":"alloy","speed":1.5,"format":{"type":"audio/pcmu"}}}}}
            """);
        var session = (await client.NextAsync("session.updated")).GetProperty("session");
        var call = await door.Calls.NextAsync();

        Assert.Equal("reception", session.GetProperty("model").GetString());
        Assert.DoesNotContain("rude", session.GetProperty("instructions").GetString(), StringComparison.Ordinal);
        Assert.Equal("end_call", Assert.Single(session.GetProperty("tools").EnumerateArray()).GetProperty("name").GetString());
        var audio = session.GetProperty("audio");
        Assert.Equal("slt", audio.GetProperty("output").GetProperty("voice").GetString());
        Assert.Equal("audio/pcmu", audio.GetProperty("output").GetProperty("format").GetProperty("type").GetString());
        Assert.Equal(1, audio.GetProperty("output").GetProperty("speed").GetDouble());
        Assert.Equal("semantic_vad", audio.GetProperty("input").GetProperty("turn_detection").GetProperty("type").GetString());
        Assert.Equal("auto", audio.GetProperty("input").GetProperty("turn_detection").GetProperty("eagerness").GetString());
        await call.AskedForAsync("policy True False True");
    }

    [Fact]
    public async Task An_update_leaves_alone_what_it_does_not_name()
    {
        await using var door = await Door.OpenAsync();
        await using var client = await DoorClient.ConnectAsync(door);

        await client.SendTextAsync("""{"type":"session.update","session":{"type":"realtime","audio":{"input":{"turn_detection":null,"transcription":null}}}}""");
        await client.NextAsync("session.updated");
        await client.SendTextAsync("""{"type":"session.update","session":{"type":"realtime","audio":{"output":{"format":{"type":"audio/pcma"}}}}}""");
        var audio = (await client.NextAsync("session.updated")).GetProperty("session").GetProperty("audio");

        Assert.Equal(JsonValueKind.Null, audio.GetProperty("input").GetProperty("turn_detection").ValueKind);
        Assert.Equal(JsonValueKind.Null, audio.GetProperty("input").GetProperty("transcription").ValueKind);
        Assert.Equal("audio/pcma", audio.GetProperty("output").GetProperty("format").GetProperty("type").GetString());
    }

    [Fact]
    public async Task Without_transcription_the_callers_words_are_not_sent_but_kept()
    {
        await using var door = await Door.OpenAsync();
        await using var client = await DoorClient.ConnectAsync(door);
        var call = await door.Calls.NextAsync();
        await client.SendTextAsync("""{"type":"session.update","session":{"type":"realtime","audio":{"input":{"transcription":null}}}}""");
        await client.NextAsync("session.updated");

        call.HearTurn(1, 1, "Hello?");
        var events = await client.NextAsync(
            "input_audio_buffer.speech_started", "input_audio_buffer.speech_stopped", "input_audio_buffer.committed", "conversation.item.added", "conversation.item.done");
        await client.SendAsync(new { type = "conversation.item.retrieve", item_id = events[0].GetProperty("item_id").GetString() });
        var retrieved = await client.NextAsync("conversation.item.retrieved");

        Assert.Equal("Hello?", retrieved.GetProperty("item").GetProperty("content")[0].GetProperty("transcript").GetString());
    }

    [Theory]
    [InlineData("""{"audio":{}}""", "missing_required_parameter", "session.type")]
    [InlineData("""{"type":"transcription"}""", "invalid_value", "session.type")]
    [InlineData("""{"type":"realtime","voice":"alloy"}""", "unknown_parameter", "session.voice")]
    [InlineData("""{"type":"realtime","output_modalities":["audio","text"]}""", "invalid_value", "session.output_modalities")]
    [InlineData("""{"type":"realtime","output_modalities":"audio"}""", "invalid_type", "session.output_modalities")]
    [InlineData("""{"type":"realtime","audio":{"input":{"format":{"type":"audio/pcm","rate":16000}}}}""", "invalid_value", "session.audio.input.format.rate")]
    [InlineData("""{"type":"realtime","audio":{"output":{"format":{"type":"audio/opus"}}}}""", "invalid_value", "session.audio.output.format.type")]
    [InlineData("""{"type":"realtime","audio":{"input":{"format":"pcm16"}}}""", "invalid_type", "session.audio.input.format")]
    [InlineData("""{"type":"realtime","audio":{"input":{"turn_detection":{"type":"none"}}}}""", "invalid_value", "session.audio.input.turn_detection.type")]
    [InlineData("""{"type":"realtime","audio":{"input":{"turn_detection":{"type":"server_vad","create_response":"yes"}}}}""", "invalid_type", "session.audio.input.turn_detection.create_response")]
    public async Task A_wrong_update_is_refused_whole(string session, string code, string param)
    {
        await using var door = await Door.OpenAsync();
        await using var client = await DoorClient.ConnectAsync(door);

        await client.SendTextAsync($$"""{"type":"session.update","event_id":"u1","session":{{session}}}""");
        var error = await client.NextErrorAsync();
        await client.SendTextAsync("""{"type":"session.update","session":{"type":"realtime"}}""");
        var unchanged = (await client.NextAsync("session.updated")).GetProperty("session");

        Assert.Equal(code, error.GetProperty("code").GetString());
        Assert.Equal(param, error.GetProperty("param").GetString());
        Assert.Equal("u1", error.GetProperty("event_id").GetString());
        Assert.Equal(client.Session.GetRawText(), unchanged.GetRawText());
    }
}
