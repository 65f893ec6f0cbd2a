using Microsoft.Extensions.Time.Testing;
using VoiceAgent.Conversation.Transcription;
using VoiceAgent.Providers.Tests.Conformance;
using VoiceAgent.Testing.Vendors.Deepgram;
using Xunit;

namespace VoiceAgent.Providers.Tests.Deepgram;

/// <summary>What both of Deepgram's ears share.</summary>
public abstract class DeepgramEarTests : TranscriberConformance<DeepgramServer>
{
    protected override DeepgramServer Server { get; } = new();

    protected override ProviderConnection Connection(Func<string?> key) => new("vendor", "Deepgram", Server.Address, key);

    protected override void Understand(string text) => Server.Utterances.Enqueue(text);

    protected override IReadOnlyList<TimeSpan> Heard() => [.. Server.Heard];
}

/// <summary>Listen v1.</summary>
public sealed class ListenTests : DeepgramEarTests
{
    protected override TranscriptionOptions Options => new(null, "en-US", SpeechVocabulary.None, new Dictionary<string, string> { ["keyterms"] = "focaccia, Mill Lane" });

    protected override bool GreetsFirst => false;

    [Fact]
    public async Task Words_count_from_the_beginning_of_their_utterance_and_are_sure_of_themselves()
    {
        Understand("one two three four");
        Understand("five six");
        await using var ear = await OpenAsync();

        Say(ear, 1);
        Say(ear, 2);

        var finals = (await HearAsync(ear, finals: 2)).Where(heard => heard.IsFinal).ToList();
        Assert.Equal(["five", "six"], finals[1].Words.Select(word => word.Text));
        Assert.InRange(finals[1].Words[0].Start.TotalSeconds, 0, 0.01);
        Assert.Equal(0.97, finals[1].Confidence!.Value, 0.001);
    }

    [Fact]
    public async Task A_finalize_that_is_passed_over_is_not_waited_for_until_the_caller_hangs_up()
    {
        Understand("one two three four");
        Server.PassesOverFinalize = true;
        var time = new FakeTimeProvider();
        await using var ear = await OpenAsync(Make(time: time));

        Say(ear, 1);
        var hearing = HearAsync(ear, finals: 1);
        await Until.True(() => Server.Heard.Count == 1, () => "the utterance was not finalized");
        while (!hearing.IsCompleted)
        {
            time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
        }

        Assert.Equal("one two", (await hearing)[^1].Text);
    }

    [Fact]
    public async Task A_silent_socket_is_kept_open()
    {
        var time = new FakeTimeProvider();
        await using var ear = await OpenAsync(Make(time: time));

        await Until.True(() => KeptAlive(time), () => "nothing was sent");

        bool KeptAlive(FakeTimeProvider clock)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            return Server.Messages.Any(message => message["type"]!.ToString() == "KeepAlive");
        }
    }

    [Fact]
    public async Task The_vendors_own_endpointing_is_off_and_the_agents_keyterms_are_sent()
    {
        await using var ear = await OpenAsync();

        var query = Server.Queries.Single();
        Assert.Contains("endpointing=false", query, StringComparison.Ordinal);
        Assert.Contains("keyterm=focaccia&keyterm=Mill%20Lane", query, StringComparison.Ordinal);
        Assert.Contains("language=en-US", query, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_vendor_is_told_when_the_call_is_over()
    {
        var ear = await OpenAsync();

        await ear.DisposeAsync();

        await Until.True(() => Server.Messages.Any(message => message["type"]!.ToString() == "CloseStream"), () => "nobody was told");
    }
}

/// <summary>Flux.</summary>
public sealed class FluxTests : DeepgramEarTests
{
    protected override TranscriptionOptions Options => new("flux-general-en", "en-US", SpeechVocabulary.None, new Dictionary<string, string>());

    [Fact]
    public async Task An_utterance_that_the_vendor_makes_two_turns_of_is_one()
    {
        Server.CutsTurns = true;
        Understand("one two three four");
        await using var ear = await OpenAsync();

        Say(ear, 1);

        var events = await HearAsync(ear, finals: 1);
        Assert.Equal("one two three four", events[^1].Text);
    }

    [Fact]
    public async Task A_turn_that_the_vendor_does_not_end_gives_each_utterance_its_own_words()
    {
        Server.LeavesTurnsOpen = true;
        Understand("one two");
        Understand("three four");
        await using var ear = await OpenAsync();

        Say(ear, 1);
        Say(ear, 2);

        var finals = (await HearAsync(ear, finals: 2)).Where(heard => heard.IsFinal).ToList();
        Assert.Equal(["one two", "three four"], finals.Select(final => final.Text));
    }

    [Fact]
    public async Task The_vendors_belief_that_the_turn_is_over_is_passed_on()
    {
        Understand("one two");
        await using var ear = await OpenAsync();

        Say(ear, 1);

        var events = await HearAsync(ear, finals: 1);
        Assert.All(events.SkipLast(1), guess => Assert.Equal(0.2, guess.EndOfTurn));
    }
}
