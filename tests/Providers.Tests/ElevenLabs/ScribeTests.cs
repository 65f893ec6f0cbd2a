using VoiceAgent.Conversation.Transcription;
using VoiceAgent.Providers.Tests.Conformance;
using VoiceAgent.Testing.Vendors.ElevenLabs;
using Xunit;

namespace VoiceAgent.Providers.Tests.ElevenLabs;

public sealed class ScribeTests : TranscriberConformance<ElevenLabsServer>
{
    protected override ElevenLabsServer Server { get; } = new();

    protected override TranscriptionOptions Options => new(null, "en-US", SpeechVocabulary.None, new Dictionary<string, string> { ["keyterms"] = "focaccia, Mill Lane" });

    protected override ProviderConnection Connection(Func<string?> key) => new("vendor", "ElevenLabs", Server.Address, key);

    protected override void Understand(string text) => Server.Utterances.Enqueue(text);

    protected override IReadOnlyList<TimeSpan> Heard() => [.. Server.Heard];

    [Fact]
    public async Task Words_count_from_the_beginning_of_their_utterance()
    {
        Understand("first one");
        Understand("second one");
        var options = Options with { Settings = new Dictionary<string, string> { ["timestamps"] = "true" } };
        await using var ear = await Make().Transcriber!.OpenAsync(options, default);

        Say(ear, 1);
        Say(ear, 2);

        var finals = (await HearAsync(ear, finals: 2)).Where(heard => heard.IsFinal).ToList();
        Assert.All(finals, final => Assert.Equal([0, 0.25], final.Words.Select(word => Math.Round(word.Start.TotalSeconds, 3))));
        Assert.Equal(["second", "one"], finals[1].Words.Select(word => word.Text));
        Assert.Equal("en", finals[1].Language);
        Assert.InRange(finals[1].Confidence!.Value, 0.9, 0.91);
    }

    [Fact]
    public async Task The_agents_keyterms_are_sent()
    {
        await using var ear = await OpenAsync();

        Assert.Contains("keyterms=focaccia&keyterms=Mill%20Lane", Server.Queries.Single(), StringComparison.Ordinal);
    }
}
