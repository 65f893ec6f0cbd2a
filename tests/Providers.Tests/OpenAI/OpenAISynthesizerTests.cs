using VoiceAgent.Conversation;
using VoiceAgent.Conversation.Speech;
using VoiceAgent.Providers.Tests.Conformance;
using VoiceAgent.Testing.Vendors.OpenAI;
using Xunit;

namespace VoiceAgent.Providers.Tests.OpenAI;

public sealed class OpenAISynthesizerTests : SynthesizerConformance<OpenAIServer>
{
    protected override OpenAIServer Server { get; } = new();

    protected override SpeechOptions Options => new("gpt-4o-mini-tts", "coral", "en-US", 100, new Dictionary<string, string>());

    protected override SpeechOptions UnknownVoice => Options with { Voice = "nobody" };

    protected override ProviderConnection Connection(Func<string?> key) => new("vendor", "OpenAI", Server.Address, key);

    [Fact]
    public async Task The_agents_voice_pace_and_manner_are_in_the_request()
    {
        var options = Options with { RatePercent = 120, Settings = new Dictionary<string, string> { ["instructions"] = "Speak warmly." } };
        await using var mouth = await Make().Synthesizer!.OpenAsync(options, default);

        await SpeakAsync(mouth, "Grüße aus Zürich.");

        Assert.True(Server.Bodies.TryDequeue(out var body));
        Assert.Equal(("gpt-4o-mini-tts", "coral", "Speak warmly."), (body["model"]!.ToString(), body["voice"]!.ToString(), body["instructions"]!.ToString()));
        Assert.Equal(1.2, body["speed"]!.GetValue<double>());
        Assert.Equal("Grüße aus Zürich.", body["input"]!.ToString());
    }

    [Fact]
    public async Task A_pace_that_the_vendor_does_not_have_is_refused_before_a_call_begins()
    {
        var fault = await FaultAsync(async () => await Make().Synthesizer!.OpenAsync(Options with { RatePercent = 300 }, default));

        Assert.Equal(FaultOwner.Configuration, fault.Owner);
        Assert.Contains("300", fault.Message, StringComparison.Ordinal);
    }
}
