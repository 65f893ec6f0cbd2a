using VoiceAgent.Conversation.Transcription;
using VoiceAgent.Providers.Tests.Conformance;
using VoiceAgent.Testing.Vendors.OpenAI;
using Xunit;

namespace VoiceAgent.Providers.Tests.OpenAI;

/// <summary>Utterances as files, with the model whose text comes in pieces.</summary>
public class OpenAISegmentTests : TranscriberConformance<OpenAIServer>
{
    protected override OpenAIServer Server { get; } = new();

    protected virtual string Model => "gpt-4o-transcribe";

    protected override TranscriptionOptions Options => new(
        Model, "en-US", new SpeechVocabulary("bakery", ["We bake rye bread.", "A birthday cake costs $45."]), new Dictionary<string, string> { ["mode"] = "segments" });

    protected override bool HasSocket => false;

    protected override ProviderConnection Connection(Func<string?> key) => new("vendor", "OpenAI", Server.Address, key);

    protected override void Understand(string text) => Server.Utterances.Enqueue(text);

    protected override IReadOnlyList<TimeSpan> Heard() => [.. Server.Heard];
}

/// <summary>The same with Whisper, which streams nothing.</summary>
public sealed class OpenAIWhisperTests : OpenAISegmentTests
{
    protected override string Model => "whisper-1";

    protected override bool Guesses => false;

    [Fact]
    public async Task Words_that_whisper_imagines_in_silence_are_left_out()
    {
        Understand("(silence)");
        await using var ear = await OpenAsync();

        Say(ear, 1);

        Assert.Equal("", (await HearAsync(ear, finals: 1))[^1].Text);
    }

    [Fact]
    public async Task What_callers_talk_about_and_the_language_are_in_the_request()
    {
        await using var ear = await OpenAsync();

        Say(ear, 1);
        var final = (await HearAsync(ear, finals: 1))[^1];

        Assert.True(Server.Forms.TryDequeue(out var form));
        Assert.Equal(("whisper-1", "en", "We bake rye bread. A birthday cake costs $45."), (form["model"], form["language"], form["prompt"]));
        Assert.Equal("english", final.Language);
        Assert.InRange(final.Confidence!.Value, 0.8, 0.85);
    }
}

/// <summary>The realtime socket.</summary>
public sealed class OpenAIRealtimeEarTests : TranscriberConformance<OpenAIServer>
{
    protected override OpenAIServer Server { get; } = new();

    protected override TranscriptionOptions Options => new("gpt-4o-transcribe", "en-US", SpeechVocabulary.None, new Dictionary<string, string>());

    protected override ProviderConnection Connection(Func<string?> key) => new("vendor", "OpenAI", Server.Address, key);

    protected override void Understand(string text) => Server.Utterances.Enqueue(text);

    protected override IReadOnlyList<TimeSpan> Heard() => [.. Server.Heard];

    [Fact]
    public async Task Turns_are_not_the_vendors_business()
    {
        await using var ear = await OpenAsync();

        var input = Server.Bodies.Single()["session"]!["audio"]!["input"]!.AsObject();
        Assert.True(input.ContainsKey("turn_detection"));
        Assert.Null(input["turn_detection"]);
    }
}
