using System.Net.WebSockets;
using System.Text.Json.Nodes;
using VoiceAgent.Testing.Vendors.ElevenLabs;
using VoiceAgent.Testing.Vendors.Specs;
using Xunit;

namespace VoiceAgent.Providers.Tests.Vendors;

/// <summary>The stand-in refuses what ElevenLabs refuses, in ElevenLabs' words.</summary>
public sealed class ElevenLabsServerTests : IAsyncLifetime
{
    private const string Speech = $"/v1/text-to-speech/{ElevenLabsServer.Voice}/multi-stream-input?output_format=pcm_24000";
    private const string Http = $"/v1/text-to-speech/{ElevenLabsServer.Voice}/stream/with-timestamps?output_format=pcm_24000";
    private const string Scribe = "/v1/speech-to-text/realtime?model_id=scribe_v2_realtime&audio_format=pcm_16000&commit_strategy=manual&language_code=en";

    private readonly ElevenLabsServer _server = new();
    private StandInClient _client = null!;

    private (string, string) Key => ("xi-api-key", _server.Key);

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
    [InlineData(Speech)]
    [InlineData(Scribe)]
    public async Task Without_the_key_no_socket_opens(string path)
    {
        Assert.Equal(401, (await _client.OpenAsync(path)).Status);
        Assert.Equal(401, (await _client.OpenAsync(path, ("xi-api-key", "wrong"))).Status);
        Assert.Equal(401, (await _client.OpenAsync(path, ("Authorization", $"Bearer {_server.Key}"))).Status);
        Assert.Equal(400, (await _client.OpenAsync($"{path}&xi-api-key={_server.Key}", Key)).Status);
    }

    [SkippableTheory]
    [InlineData("""{"text":"Hello.","context_id":"a"}""", "invalid_message")]
    [InlineData("""{"text":" ","context_id":"a","voice":"b"}""", "invalid_message")]
    [InlineData("""{"text":" ","context_id":"a","voice_settings":{"speed":3}}""", "invalid_voice_settings")]
    [InlineData("""{"text":" ","context_id":"a","voice_settings":{"speed":"fast"}}""", "invalid_message")]
    [InlineData("""{"context_id":"a","close_context":"yes"}""", "invalid_message")]
    public async Task A_first_message_that_is_wrong_ends_the_socket(string json, string code)
    {
        Skip.If(VendorDescription.ElevenLabsSockets.Absence is not null, VendorDescription.ElevenLabsSockets.Absence);
        using var socket = (await _client.OpenAsync(Speech, Key)).Socket!;

        await StandInClient.SendAsync(socket, json);

        await AssertRefusedAsync(socket, code);
    }

    [Theory]
    [InlineData("""{"text":"Hello.","context_id":"a","flush":true}""")]
    [InlineData("""{"text":"Hello. ","context_id":"a","voice_settings":{"stability":0.1}}""")]
    public async Task A_later_message_that_is_wrong_ends_the_socket(string json)
    {
        using var socket = (await _client.OpenAsync(Speech, Key)).Socket!;
        await StandInClient.SendAsync(socket, """{"text":" ","context_id":"a"}""");

        await StandInClient.SendAsync(socket, json);

        await AssertRefusedAsync(socket, "invalid_message");
    }

    [Fact]
    public async Task A_sixth_context_is_one_too_many()
    {
        using var socket = (await _client.OpenAsync(Speech, Key)).Socket!;
        for (var context = 0; context < 6; context++)
        {
            await StandInClient.SendAsync(socket, $$"""{"text":" ","context_id":"{{context}}"}""");
        }

        await AssertRefusedAsync(socket, "max_contexts_exceeded");
    }

    [SkippableTheory]
    [InlineData($"{Speech}&codec=wav", "invalid_query")]
    [InlineData($"{Speech}&auto_mode=yes", "invalid_query")]
    [InlineData($"{Speech}&apply_text_normalization=maybe", "invalid_query")]
    [InlineData($"/v1/text-to-speech/{ElevenLabsServer.Voice}/multi-stream-input?output_format=mp3_44100_128", "invalid_output_format")]
    [InlineData("/v1/text-to-speech/nobody/multi-stream-input?output_format=pcm_24000", "voice_id_does_not_exist")]
    public async Task An_address_that_is_wrong_ends_the_socket(string path, string code)
    {
        Skip.If(VendorDescription.ElevenLabsSockets.Absence is not null, VendorDescription.ElevenLabsSockets.Absence);
        using var socket = (await _client.OpenAsync(path, Key)).Socket!;

        await AssertRefusedAsync(socket, code);
    }

    [Fact]
    public async Task A_context_is_final_only_once_it_was_closed()
    {
        using var socket = (await _client.OpenAsync(Speech, Key)).Socket!;
        await StandInClient.SendAsync(socket, """{"text":" ","context_id":"a"}""");
        await StandInClient.SendAsync(socket, """{"text":"Hi. ","context_id":"a","flush":true}""");

        var audio = (await StandInClient.ReceiveAsync(socket)).Message!;
        var last = StandInClient.ReceiveAsync(socket);
        Assert.False(last.IsCompleted);
        await StandInClient.SendAsync(socket, """{"context_id":"a","close_context":true}""");

        Assert.NotEmpty(audio["audio"]!.ToString());
        Assert.True((await last).Message!["isFinal"]!.GetValue<bool>());
    }

    [SkippableTheory]
    [InlineData("""{}""", 422)]
    [InlineData("""{"text":"Hi.","model":"eleven_v3"}""", 422)]
    [InlineData("""{"text":"Hi.","voice_settings":{"speed":2}}""", 422)]
    public async Task A_request_that_is_wrong_is_refused_with_a_list_of_fields(string json, int expected)
    {
        Skip.If(VendorDescription.ElevenLabs.Absence is not null, VendorDescription.ElevenLabs.Absence);

        var (status, body) = await _client.PostAsync(Http, json, Key);

        Assert.Equal(expected, status);
        Assert.NotNull(body["detail"]![0]!["loc"]);
    }

    [Fact]
    public async Task A_request_for_a_voice_that_is_not_there_or_without_a_key_is_refused_with_an_object()
    {
        var (missing, voice) = await _client.PostAsync("/v1/text-to-speech/nobody/stream/with-timestamps?output_format=pcm_24000", """{"text":"Hi."}""", Key);
        var (refused, key) = await _client.PostAsync(Http, """{"text":"Hi."}""");

        Assert.Equal((404, "voice_not_found"), (missing, voice["detail"]!["status"]!.ToString()));
        Assert.Equal((401, "invalid_api_key"), (refused, key["detail"]!["status"]!.ToString()));
    }

    [Theory]
    [InlineData("&commit_strategy=vad")]
    [InlineData("&turn_detection=none")]
    [InlineData("&language_code=english")]
    public async Task A_transcription_with_parameters_that_there_are_not_is_refused(string more) => Assert.Equal(422, (await _client.OpenAsync(Scribe + more, Key)).Status);

    [Theory]
    [InlineData("""{"message_type":"input_audio_chunk","audio":"AAA=","commit":false,"sample_rate":16000}""", "input_error")]
    [InlineData("""{"message_type":"input_audio_chunk","audio_base_64":"AAA=","commit":false,"sample_rate":8000}""", "input_error")]
    [InlineData("""{"message_type":"commit"}""", "input_error")]
    [InlineData("""{"message_type":"input_audio_chunk","audio_base_64":"AAAA","commit":false,"sample_rate":16000}""", "input_error")]
    [InlineData("""{"message_type":"input_audio_chunk","audio_base_64":"AAA=","commit":true,"sample_rate":16000}""", "commit_throttled")]
    public async Task Audio_in_the_wrong_shape_is_answered_with_a_complaint(string json, string type)
    {
        using var socket = (await _client.OpenAsync(Scribe, Key)).Socket!;
        Assert.Equal("session_started", (await StandInClient.ReceiveAsync(socket)).Message!["message_type"]!.ToString());

        await StandInClient.SendAsync(socket, json);

        var complaint = (await StandInClient.ReceiveAsync(socket)).Message!;
        Assert.Equal(type, complaint["message_type"]!.ToString());
        Assert.NotEmpty(complaint["error"]!.ToString());
    }

    private async Task AssertRefusedAsync(ClientWebSocket socket, string code)
    {
        var (message, _, _) = await StandInClient.ReceiveAsync(socket);
        var (_, closed, reason) = await StandInClient.ReceiveAsync(socket);

        Assert.Equal(code, ((JsonObject)message!)["error"]!.ToString());
        Assert.Equal((1008, code), (closed, reason));
        Assert.NotEmpty(_server.Complaints);
    }
}
