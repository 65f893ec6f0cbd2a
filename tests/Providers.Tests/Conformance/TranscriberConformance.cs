using Microsoft.Extensions.Time.Testing;
using VoiceAgent.Conversation;
using VoiceAgent.Conversation.Transcription;
using VoiceAgent.Testing.Vendors;
using Xunit;

namespace VoiceAgent.Providers.Tests.Conformance;

/// <summary>What every ear does.</summary>
public abstract class TranscriberConformance<TServer> : Conformance<TServer>
    where TServer : VendorServer
{
    private const string Question = "do you have a table for four on friday";

    // Two seconds, in the windows in which the engine hears.
    private const int Windows = 62;

    /// <summary>The agent's words for this vendor.</summary>
    protected abstract TranscriptionOptions Options { get; }

    /// <summary>Whether a socket stands between utterances.</summary>
    protected virtual bool HasSocket => true;

    /// <summary>Whether guesses are to be had before the final.</summary>
    protected virtual bool Guesses => true;

    /// <summary>What the next utterance will be understood as.</summary>
    protected abstract void Understand(string text);

    [Fact]
    public async Task An_utterance_is_understood_with_guesses_on_the_way()
    {
        Understand(Question);
        await using var ear = await OpenAsync();

        Say(ear, 1);

        var events = await HearAsync(ear, finals: 1);
        Assert.Equal(Question, events[^1].Text);
        Assert.All(events, heard => Assert.Equal(1, heard.Utterance));
        Assert.Equal(Guesses, events.Count > 1);
        Assert.All(events.SkipLast(1), guess => Assert.StartsWith(guess.Text, Question, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_guess_is_here_before_the_final()
    {
        if (!Guesses)
        {
            return;
        }

        Understand(Question);
        Server.Script(FaultKind.Holds);
        await using var ear = await OpenAsync();

        Say(ear, 1);

        var guess = await NextAsync(ear);
        Assert.False(guess.IsFinal);
        Server.Release();
        Assert.Equal(Question, (await HearAsync(ear, finals: 1))[^1].Text);
    }

    [Fact]
    public async Task Every_utterance_has_exactly_one_final_in_order()
    {
        string[] texts = ["the first", "and a second one", "third", "the fourth is last"];
        foreach (var text in texts)
        {
            Understand(text);
        }

        await using var ear = await OpenAsync();
        for (var number = 1; number <= 4; number++)
        {
            Say(ear, number);
        }

        var finals = (await HearAsync(ear, finals: 4)).Where(heard => heard.IsFinal).ToList();
        Assert.Equal(texts, finals.Select(final => final.Text));
        Assert.Equal([1, 2, 3, 4], finals.Select(final => final.Utterance));
        Assert.False(ear.Events.TryRead(out _));
    }

    [Fact]
    public async Task Every_sample_reaches_the_vendor_once()
    {
        Understand(Question);
        await using var ear = await OpenAsync();

        Say(ear, 1);
        await HearAsync(ear, finals: 1);

        // The vendors are given a little silence at the end, where they need it to let go of the last word.
        Assert.InRange(Heard().Single().TotalSeconds, Windows * 0.032, (Windows * 0.032) + 0.9);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task An_utterance_with_next_to_nothing_in_it_has_its_final_too(int windows)
    {
        Understand("");
        await using var ear = await OpenAsync();

        Say(ear, 7, windows);
        Understand(Question);
        Say(ear, 8);

        var finals = (await HearAsync(ear, finals: 2)).Where(heard => heard.IsFinal).ToList();
        Assert.Equal((7, ""), (finals[0].Utterance, windows == 0 ? finals[0].Text : ""));
        Assert.Equal(8, finals[1].Utterance);
    }

    [Fact]
    public async Task A_vendor_that_never_answers_makes_the_ear_give_up()
    {
        Understand(Question);
        Server.Script(FaultKind.NeverAnswers);
        var time = new FakeTimeProvider();
        await using var ear = await OpenAsync(Make(time: time));

        Say(ear, 1);

        var fault = await LateAsync(time, () => HearAsync(ear, finals: 1));
        Assert.Equal((CallStage.Transcription, FaultOwner.Provider, true), (fault.Stage, fault.Owner, fault.Retryable));
        Assert.Equal(1, Server.Works);
    }

    [Fact]
    public async Task A_slow_final_is_waited_for()
    {
        Understand(Question);
        Server.Script(FaultKind.SlowFirstByte);
        await using var ear = await OpenAsync();

        Say(ear, 1);
        await Server.Faulted.Opened();
        Server.Release();

        Assert.Equal(Question, (await HearAsync(ear, finals: 1))[^1].Text);
    }

    [Fact]
    public async Task A_connection_that_dies_is_replaced_and_the_utterance_told_again()
    {
        Understand("lost");
        Understand(Question);
        Server.Script(FaultKind.DiesAtOnce);
        await using var ear = await OpenAsync();

        Say(ear, 1);

        var events = await HearAsync(ear, finals: 1);
        Assert.Equal(Question, events[^1].Text);
        Assert.Equal(2, Server.Works);
        Assert.True(Heard()[^1].TotalSeconds >= Windows * 0.032);
    }

    [Fact]
    public async Task A_connection_that_dies_again_and_again_makes_the_ear_give_up()
    {
        Server.Script([.. Enumerable.Repeat<ScriptedFault>(FaultKind.DiesAtOnce, 12)]);
        await using var ear = await OpenAsync(Make(options: new VendorOptions { ReconnectsPerMinute = 2 }));

        Say(ear, 1);

        var fault = await FaultAsync(() => HearAsync(ear, finals: 1));
        Assert.Equal((CallStage.Transcription, FaultOwner.Provider, true), (fault.Stage, fault.Owner, fault.Retryable));
        Assert.Equal(HasSocket ? 3 : 2, Server.Works);
    }

    [Fact]
    public async Task An_answer_that_cannot_be_read_is_the_vendors_fault()
    {
        Server.Script([.. Enumerable.Repeat<ScriptedFault>(FaultKind.MalformedJson, 12)]);
        await using var ear = await OpenAsync(Make(options: new VendorOptions { ReconnectsPerMinute = 1 }));

        Say(ear, 1);

        var fault = await FaultAsync(() => HearAsync(ear, finals: 1));
        Assert.Equal((CallStage.Transcription, FaultOwner.Provider), (fault.Stage, fault.Owner));
    }

    [Theory]
    [InlineData(401, "invalid_api_key", FaultOwner.Configuration, false)]
    [InlineData(402, "quota_exceeded", FaultOwner.Configuration, false)]
    [InlineData(429, "rate_limit_exceeded", FaultOwner.Provider, true)]
    [InlineData(503, "overloaded", FaultOwner.Provider, true)]
    public async Task Refusals_are_sorted_by_whose_fault_they_are(int status, string code, FaultOwner owner, bool retryable)
    {
        var refusals = Enumerable.Repeat(ScriptedFault.Refusal(status, code), 8).ToArray();
        if (HasSocket)
        {
            Server.ScriptConnections(refusals);
        }
        else
        {
            Server.Script(refusals);
        }

        var fault = await FaultAsync(async () =>
        {
            await using var ear = await OpenAsync();
            Say(ear, 1);
            await HearAsync(ear, finals: 1);
        });

        Assert.Equal((CallStage.Transcription, owner, retryable), (fault.Stage, fault.Owner, fault.Retryable));
    }

    [Fact]
    public async Task A_wrong_or_missing_key_is_found_out_when_the_ear_is_opened()
    {
        var wrong = await FaultAsync(() => OpenAsync(Make(key: () => "another")));
        ExpectedComplaints.AddRange(Server.Complaints);
        var missing = await FaultAsync(() => OpenAsync(Make(key: () => " ")));

        Assert.All([wrong, missing], fault => Assert.Equal((CallStage.Transcription, FaultOwner.Configuration, false), (fault.Stage, fault.Owner, fault.Retryable)));
    }

    [Fact]
    public async Task A_socket_that_stands_and_says_nothing_is_not_waited_for_for_ever()
    {
        if (!HasSocket || !GreetsFirst)
        {
            return;
        }

        Server.ScriptConnections(FaultKind.NeverAnswers);
        var time = new FakeTimeProvider();
        var provider = Make(time: time);

        var fault = await LateAsync(time, () => OpenAsync(provider));

        Assert.Equal((CallStage.Transcription, FaultOwner.Provider, true), (fault.Stage, fault.Owner, fault.Retryable));
    }

    [Fact]
    public async Task What_is_billed_is_reported_with_the_final()
    {
        Understand(Question);
        await using var ear = await OpenAsync();

        Say(ear, 1);

        var events = await HearAsync(ear, finals: 1);
        Assert.All(events.SkipLast(1), guess => Assert.Null(guess.Usage));
        Assert.True(events[^1].Usage is { Audio: not null } or { InputTokens: > 0, OutputTokens: > 0 });
    }

    [Fact]
    public async Task Many_calls_at_once_are_each_understood()
    {
        var provider = Make();
        for (var number = 0; number < 10; number++)
        {
            Understand($"caller {number} speaks");
        }

        var texts = await Task.WhenAll(Enumerable.Range(0, 10).Select(async _ =>
        {
            await using var ear = await OpenAsync(provider);
            Say(ear, 1);
            return (await HearAsync(ear, finals: 1))[^1].Text;
        }));

        Assert.Equal(10, texts.Distinct().Count());
    }

    [Fact]
    public async Task A_call_that_ends_in_mid_utterance_leaves_nothing_behind()
    {
        var ear = await OpenAsync();
        ear.Begin(1);
        ear.Write(new short[512]);

        await ear.DisposeAsync();

        ear.Write(new short[512]);
        ear.End(1);
        ear.Begin(2);
        Assert.False(await ear.Events.WaitToReadAsync());
    }

    [Fact]
    public async Task A_call_that_ends_while_its_transcript_is_awaited_leaves_nothing_behind()
    {
        Server.Script(FaultKind.NeverAnswers);
        var ear = await OpenAsync();
        Say(ear, 1);
        await Server.Faulted.Opened();

        await ear.DisposeAsync().AsTask().WaitAsync(Gate.Patience);

        Assert.False(await ear.Events.WaitToReadAsync());
    }

    /// <summary>Whether the vendor says something when a socket is opened.</summary>
    protected virtual bool GreetsFirst => true;

    /// <summary>How long each utterance was that the vendor was asked to understand.</summary>
    protected abstract IReadOnlyList<TimeSpan> Heard();

    protected async Task<ITranscription> OpenAsync(VoiceProvider? provider = null) => await (provider ?? Make()).Transcriber!.OpenAsync(Options, default);

    protected static void Say(ITranscription ear, int utterance, int windows = Windows)
    {
        ear.Begin(utterance);
        var window = new short[512];
        Array.Fill(window, (short)1_000);
        for (var at = 0; at < windows; at++)
        {
            ear.Write(window);
        }

        ear.End(utterance);
    }

    protected static async Task<List<TranscriptEvent>> HearAsync(ITranscription ear, int finals)
    {
        var events = new List<TranscriptEvent>();
        while (events.Count(heard => heard.IsFinal) < finals)
        {
            events.Add(await NextAsync(ear));
        }

        return events;
    }

    private static async Task<TranscriptEvent> NextAsync(ITranscription ear)
    {
        // ReadAsync would wrap the ear's own exception.
        Assert.True(await ear.Events.WaitToReadAsync().AsTask().WaitAsync(Gate.Patience), "the ear ended");
        Assert.True(ear.Events.TryRead(out var heard));
        return heard;
    }
}
