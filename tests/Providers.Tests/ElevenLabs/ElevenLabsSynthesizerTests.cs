using Microsoft.Extensions.Time.Testing;
using VoiceAgent.Conversation;
using VoiceAgent.Conversation.Speech;
using VoiceAgent.Providers.Tests.Conformance;
using VoiceAgent.Testing.Vendors;
using VoiceAgent.Testing.Vendors.ElevenLabs;
using Xunit;

namespace VoiceAgent.Providers.Tests.ElevenLabs;

/// <summary>Speech over the multi-context socket.</summary>
public sealed class ElevenLabsSynthesizerTests : SynthesizerConformance<ElevenLabsServer>
{
    protected override ElevenLabsServer Server { get; } = new();

    protected override SpeechOptions Options => new(null, ElevenLabsServer.Voice, "en-US", 100, new Dictionary<string, string>());

    protected override SpeechOptions UnknownVoice => Options with { Voice = "nobody" };

    protected override bool GivesMarks => true;

    protected override ProviderConnection Connection(Func<string?> key) => new("vendor", "ElevenLabs", Server.Address, key);

    [Fact]
    public async Task Names_in_the_live_servers_own_spelling_are_understood()
    {
        Server.SnakeCase = true;
        await using var mouth = await OpenAsync();

        Assert.Equal(VendorAudio.Speak("Good morning.", 24_000), (await SpeakAsync(mouth, "Good morning.")).Samples);
    }

    [Fact]
    public async Task A_sentence_without_marks_is_closed_after_a_while_and_spoken_to_its_end()
    {
        Server.WithoutAlignment = true;
        await using var mouth = await OpenAsync();

        var spoken = await SpeakAsync(mouth, "Good morning.");

        Assert.Equal(VendorAudio.Speak("Good morning.", 24_000), spoken.Samples);
        Assert.Empty(spoken.Marks);
    }

    [Fact]
    public async Task All_sentences_of_a_call_share_one_socket_and_each_has_a_context_that_was_opened_before()
    {
        await using var mouth = await OpenAsync();

        for (var sentence = 0; sentence < 8; sentence++)
        {
            await SpeakAsync(mouth, "Good morning.");
        }

        Assert.Single(Server.Queries);
        var spoken = Server.Messages.Where(message => message["flush"] is not null).Select(message => message["context_id"]!.ToString()).ToList();
        Assert.Equal(8, spoken.Distinct().Count());
        Assert.All(spoken, id => Assert.Equal(" ", Server.Messages.First(message => message["context_id"]?.ToString() == id)["text"]!.ToString()));
    }

    [Fact]
    public async Task A_silent_socket_is_kept_open()
    {
        var time = new FakeTimeProvider();
        await using var mouth = await OpenAsync(Make(time: time));

        await Until.True(() => KeptAlive(time), () => "nothing was sent");
        Assert.Equal(VendorAudio.Speak("Still there?", 24_000), (await SpeakAsync(mouth, "Still there?")).Samples);

        bool KeptAlive(FakeTimeProvider clock)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            return Server.Messages.Any(message => message["text"]?.ToString() == "");
        }
    }

    [Fact]
    public async Task A_network_without_sockets_is_spoken_over_with_requests()
    {
        Server.WithoutSockets = true;
        await using var mouth = await OpenAsync();

        var spoken = await SpeakAsync(mouth, "Good morning.");

        Assert.Equal(VendorAudio.Speak("Good morning.", 24_000), spoken.Samples);
        Assert.Equal(13, spoken.Marks.Count);
    }

    [Fact]
    public async Task When_no_new_socket_can_be_had_in_mid_call_sentences_go_over_requests()
    {
        await using var mouth = await OpenAsync(Make(options: new VendorOptions { ReconnectsPerMinute = 1 }));
        Server.WithoutSockets = true;
        Server.Script(FaultKind.DiesAtOnce);

        Assert.Equal(VendorAudio.Speak("Good morning.", 24_000), (await SpeakAsync(mouth, "Good morning.")).Samples);

        Server.WithoutSockets = false;
    }

    [Fact]
    public async Task The_agents_model_language_pace_and_settings_are_sent()
    {
        var options = Options with { Model = "eleven_turbo_v2_5", Language = "de-DE", RatePercent = 110, Settings = new Dictionary<string, string> { ["stability"] = "0.4" } };
        await using var mouth = await Make().Synthesizer!.OpenAsync(options, default);

        await SpeakAsync(mouth, "Guten Tag.");

        Assert.Contains("model_id=eleven_turbo_v2_5&", Server.Queries.Single(), StringComparison.Ordinal);
        Assert.Contains("language_code=de", Server.Queries.Single(), StringComparison.Ordinal);
        var settings = Server.Messages.First()["voice_settings"]!;
        Assert.Equal((0.4, 1.1), (settings["stability"]!.GetValue<double>(), settings["speed"]!.GetValue<double>()));
    }

    [Theory]
    [InlineData(130, "stability", "0.5", "130")]
    [InlineData(100, "stability", "much", "stability")]
    [InlineData(100, "mode", "pigeon", "mode")]
    public async Task What_the_vendor_cannot_do_is_refused_before_a_call_begins(int rate, string setting, string value, string named)
    {
        var options = Options with { RatePercent = rate, Settings = new Dictionary<string, string> { [setting] = value } };

        var fault = await FaultAsync(async () => await Make().Synthesizer!.OpenAsync(options, default));

        Assert.Equal(FaultOwner.Configuration, fault.Owner);
        Assert.Contains(named, fault.Message, StringComparison.Ordinal);
    }
}

/// <summary>Speech over requests.</summary>
public sealed class ElevenLabsHttpTests : SynthesizerConformance<ElevenLabsServer>
{
    protected override ElevenLabsServer Server { get; } = new();

    protected override SpeechOptions Options => new("eleven_v3", ElevenLabsServer.Voice, "en-US", 100, new Dictionary<string, string>());

    protected override SpeechOptions UnknownVoice => Options with { Voice = "nobody" };

    protected override bool GivesMarks => true;

    protected override ProviderConnection Connection(Func<string?> key) => new("vendor", "ElevenLabs", Server.Address, key);
}
