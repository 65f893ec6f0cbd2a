using VoiceAgent.Conversation.Speech;
using VoiceAgent.Providers.Tests.Conformance;
using VoiceAgent.Testing.Vendors;
using VoiceAgent.Testing.Vendors.Deepgram;
using Xunit;

namespace VoiceAgent.Providers.Tests.Deepgram;

/// <summary>Aura over its socket.</summary>
public class DeepgramSynthesizerTests : SynthesizerConformance<DeepgramServer>
{
    protected override DeepgramServer Server { get; } = new();

    protected override SpeechOptions Options => new("aura-2", "thalia", "en-US", 100, new Dictionary<string, string>());

    protected override SpeechOptions UnknownVoice => Options with { Voice = "nobody" };

    protected override ProviderConnection Connection(Func<string?> key) => new("vendor", "Deepgram", Server.Address, key);

    [Theory]
    [InlineData(null, null, "aura-2-thalia-en")]
    [InlineData("aura-2", "Helena", "aura-2-helena-en")]
    [InlineData("aura-2-zeus-en", "zeus", "aura-2-zeus-en")]
    [InlineData("aura-2-zeus-en", null, "aura-2-zeus-en")]
    [InlineData("aura-asteria-en", null, "aura-asteria-en")]
    [InlineData("aura-2", "aura-2-luna-en", "aura-2-luna-en")]
    public async Task A_voice_is_a_model_and_may_be_named_in_either_place(string? model, string? voice, string expected)
    {
        await using var mouth = await Make().Synthesizer!.OpenAsync(Options with { Model = model, Voice = voice, RatePercent = 110 }, default);

        var query = Server.Queries.First();
        Assert.Contains($"model={expected}&", query, StringComparison.Ordinal);
        Assert.Contains("speed=1.1", query, StringComparison.Ordinal);
    }
}

/// <summary>What the socket alone has.</summary>
public sealed class AuraSocketTests : Conformance<DeepgramServer>
{
    protected override DeepgramServer Server { get; } = new();

    protected override ProviderConnection Connection(Func<string?> key) => new("vendor", "Deepgram", Server.Address, key);

    [Fact]
    public async Task Sentences_beyond_the_vendors_limit_of_a_minute_go_over_requests()
    {
        await using var mouth = await Make().Synthesizer!.OpenAsync(new(null, null, "en-US", 100, new Dictionary<string, string>()), default);

        for (var sentence = 0; sentence < 23; sentence++)
        {
            var samples = new List<short>();
            await foreach (var chunk in mouth.SpeakAsync("Yes.", default))
            {
                samples.AddRange(chunk.Samples.Span);
            }

            Assert.Equal(VendorAudio.Speak("Yes.", 24_000), samples);
        }

        Assert.Equal(20, Server.Messages.Count(message => message["type"]!.ToString() == "Flush"));
        Assert.Equal(3, Server.Queries.Count(query => query.Contains("container=none", StringComparison.Ordinal)));
    }
}

/// <summary>Aura over requests, because the network lets no socket through.</summary>
public sealed class DeepgramHttpTests : DeepgramSynthesizerTests
{
    public DeepgramHttpTests() => Server.WithoutSockets = true;
}
