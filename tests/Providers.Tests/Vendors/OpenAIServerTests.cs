using VoiceAgent.Testing.Vendors;
using VoiceAgent.Testing.Vendors.OpenAI;
using VoiceAgent.Testing.Vendors.Specs;
using Xunit;

namespace VoiceAgent.Providers.Tests.Vendors;

/// <summary>The stand-in refuses what OpenAI refuses, in OpenAI's words.</summary>
public sealed class OpenAIServerTests : IAsyncLifetime
{
    private readonly OpenAIServer _server = new();
    private StandInClient _client = null!;

    private (string, string) Key => ("Authorization", $"Bearer {_server.Key}");

    public async Task InitializeAsync()
    {
        await _server.StartAsync();
        _client = new StandInClient(_server);
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    [Theory]
    [InlineData("/v1/chat/completions")]
    [InlineData("/v1/embeddings")]
    [InlineData("/v1/audio/speech")]
    [InlineData("/v1/audio/transcriptions")]
    public async Task Without_the_key_nothing_is_done(string path)
    {
        foreach (var headers in new (string, string)[][] { [], [("Authorization", "Bearer wrong")], [("Authorization", _server.Key)], [("api-key", _server.Key)] })
        {
            var (status, body) = await _client.PostAsync(path, "{}", headers);

            Assert.Equal((401, "invalid_api_key"), (status, body["error"]!["code"]!.ToString()));
        }

        Assert.Equal(0, _server.Works);
    }

    [Fact]
    public async Task A_key_in_the_address_is_refused()
    {
        var (status, body) = await _client.PostAsync($"/v1/embeddings?key={_server.Key}", "{}", Key);

        Assert.Equal((400, "key_in_address"), (status, body["error"]!["code"]!.ToString()));
    }

    [SkippableTheory]
    [InlineData("/v1/chat/completions", """{"messages":[{"role":"user","content":"hi"}]}""")]
    [InlineData("/v1/chat/completions", """{"model":"gpt-4.1","messages":[]}""")]
    [InlineData("/v1/chat/completions", """{"model":"gpt-4.1","messages":[{"role":"narrator","content":"hi"}]}""")]
    [InlineData("/v1/chat/completions", """{"model":"gpt-4.1","messages":[{"role":"user","content":"hi"}],"temperature":3}""")]
    [InlineData("/v1/chat/completions", """{"model":"gpt-4.1","messages":[{"role":"user","content":"hi"}],"maximum":3}""")]
    [InlineData("/v1/chat/completions", """{"model":"gpt-4.1","messages":[{"role":"tool","content":"done"}]}""")]
    [InlineData("/v1/embeddings", """{"model":"text-embedding-3-small"}""")]
    [InlineData("/v1/embeddings", """{"model":"text-embedding-3-small","input":"a","dimensions":-42}""")]
    [InlineData("/v1/audio/speech", """{"model":"tts-1","input":"hi"}""")]
    [InlineData("/v1/audio/speech", """{"model":"tts-1","input":"hi","voice":"alloy","response_format":"pcm","speed":9}""")]
    [InlineData("/v1/audio/speech", """{"model":"tts-1","input":"hi","voice":"alloy","response_format":"midi"}""")]
    [InlineData("/v1/audio/speech", """{"model":"tts-1","text":"hi","input":"hi","voice":"alloy","response_format":"pcm"}""")]
    public async Task A_body_that_the_description_forbids_is_refused(string path, string json)
    {
        Skip.If(VendorDescription.OpenAI.Absence is not null, VendorDescription.OpenAI.Absence);

        var (status, body) = await _client.PostAsync(path, json, Key);

        Assert.Equal((400, "invalid_request_error"), (status, body["error"]!["type"]!.ToString()));
        Assert.NotEmpty(_server.Complaints);
        Assert.Equal(0, _server.Works);
    }

    [Theory]
    [InlineData("voice", "nobody", 400)]
    [InlineData("model", "no-such-model", 404)]
    public async Task Voices_and_models_that_do_not_exist_are_refused(string field, string value, int expected)
    {
        var body = new System.Text.Json.Nodes.JsonObject { ["model"] = "tts-1", ["input"] = "hi", ["voice"] = "alloy", ["response_format"] = "pcm" };
        body[field] = value;

        var (status, answer) = await _client.PostAsync("/v1/audio/speech", body.ToJsonString(), Key);

        Assert.Equal((expected, field), (status, answer["error"]!["param"]!.ToString()));
    }

    [Fact]
    public async Task Only_a_mono_wav_of_16_bits_is_transcribed()
    {
        foreach (var file in new byte[][] { [], [.. "RIFF"u8], [.. "ID3"u8, .. new byte[5_000]], VendorAudio.Wav(new byte[3_000]) })
        {
            var (status, body) = await _client.PostAsync("/v1/audio/transcriptions", StandInClient.Form(file, ("model", "whisper-1"), ("response_format", "json")), Key);

            Assert.Equal((400, "unsupported_format"), (status, body["error"]!["code"]!.ToString()));
        }
    }

    [SkippableTheory]
    [InlineData("language", "en-US", "invalid_language_format")]
    [InlineData("include[]", "logprobs", "invalid_value")]
    [InlineData("response_format", "xml", "invalid_value")]
    [InlineData("sample_rate", "16000", "invalid_value")]
    public async Task Form_fields_that_whisper_does_not_take_are_refused(string name, string value, string code)
    {
        Skip.If(VendorDescription.OpenAI.Absence is not null, VendorDescription.OpenAI.Absence);
        var form = StandInClient.Form(VendorAudio.Wav(new byte[3_000]), ("model", "whisper-1"), (name, value));

        var (status, body) = await _client.PostAsync("/v1/audio/transcriptions", form, Key);

        Assert.Equal((400, code), (status, body["error"]!["code"]!.ToString()));
    }

    [Theory]
    [InlineData("/v1/realtime?intent=transcription", false, 401)]
    [InlineData("/v1/realtime?model=gpt-realtime", true, 400)]
    [InlineData("/v1/realtime?intent=transcription&model=gpt-4o-transcribe", true, 400)]
    public async Task A_socket_without_a_key_or_with_a_model_is_refused(string path, bool withKey, int expected)
    {
        var (_, status) = await _client.OpenAsync(path, withKey ? [Key] : []);

        Assert.Equal(expected, status);
    }

    [SkippableTheory]
    [InlineData("""{"type":"input_audio_buffer.append"}""", "invalid_value")]
    [InlineData("""{"type":"input_audio_buffer.append","audio":"AAAA"}""", "invalid_value")]
    [InlineData("""{"type":"input_audio_buffer.commit"}""", "invalid_value")]
    [InlineData("""{"type":"input_audio_buffer.flush"}""", "invalid_value")]
    [InlineData("""{"type":"session.update","session":{"type":"transcription","audio":{"input":{"format":{"type":"audio/pcm","rate":16000}}}}}""", "invalid_value")]
    [InlineData("""{"type":"session.update","session":{"type":"transcription","audio":{"input":{"transcription":{"model":"whisper-1","language":"english"}}}}}""", "invalid_language_format")]
    public async Task Events_that_the_description_forbids_are_answered_with_an_error(string json, string code)
    {
        Skip.If(VendorDescription.OpenAI.Absence is not null, VendorDescription.OpenAI.Absence);
        var (socket, _) = await _client.OpenAsync("/v1/realtime?intent=transcription", Key);
        using var opened = socket!;
        Assert.Equal("session.created", (await StandInClient.ReceiveAsync(opened)).Message!["type"]!.ToString());

        await StandInClient.SendAsync(opened, json);

        var error = (await StandInClient.ReceiveAsync(opened)).Message!;
        Assert.Equal(("error", code), (error["type"]!.ToString(), error["error"]!["code"]!.ToString()));
    }

    [Fact]
    public async Task A_commit_of_less_than_a_tenth_of_a_second_is_refused()
    {
        var (socket, _) = await _client.OpenAsync("/v1/realtime?intent=transcription", Key);
        using var opened = socket!;
        await StandInClient.ReceiveAsync(opened);
        await StandInClient.SendAsync(opened, """{"type":"session.update","session":{"type":"transcription","audio":{"input":{"transcription":{"model":"gpt-4o-transcribe"},"turn_detection":null}}}}""");
        await StandInClient.ReceiveAsync(opened);

        await StandInClient.SendAsync(opened, """{"type":"input_audio_buffer.append","audio":"AAA="}""");
        await StandInClient.SendAsync(opened, """{"type":"input_audio_buffer.commit"}""");

        var error = (await StandInClient.ReceiveAsync(opened)).Message!;
        Assert.Equal("input_audio_buffer_commit_empty", error["error"]!["code"]!.ToString());
    }
}
