using Microsoft.Extensions.Time.Testing;
using VoiceAgent.Conversation;
using VoiceAgent.Conversation.Speech;
using VoiceAgent.Testing.Vendors;
using Xunit;

namespace VoiceAgent.Providers.Tests.Conformance;

/// <summary>What every voice does.</summary>
public abstract class SynthesizerConformance<TServer> : Conformance<TServer>
    where TServer : VendorServer
{
    private const string Sentence = "Our opening hours on Saturday are nine in the morning to one in the afternoon.";

    /// <summary>The agent's words for this vendor.</summary>
    protected abstract SpeechOptions Options { get; }

    /// <summary>What the vendor calls a voice that it does not have.</summary>
    protected abstract SpeechOptions UnknownVoice { get; }

    /// <summary>Whether the vendor says where characters lie.</summary>
    protected virtual bool GivesMarks => false;

    [Fact]
    public async Task A_sentence_is_spoken_to_its_last_sample()
    {
        await using var mouth = await OpenAsync();

        var spoken = await SpeakAsync(mouth, Sentence);

        Assert.Equal(VendorAudio.Speak(Sentence, mouth.SampleRate), spoken.Samples);
        Assert.True(spoken.Chunks > 3, $"It came in {spoken.Chunks} pieces.");
    }

    [Fact]
    public async Task The_first_sound_is_here_before_the_last_is_made()
    {
        Server.Script(FaultKind.Holds);
        await using var mouth = await OpenAsync();
        await using var chunks = mouth.SpeakAsync(Sentence, default).GetAsyncEnumerator();

        Assert.True(await chunks.MoveNextAsync().AsTask().WaitAsync(Gate.Patience));

        Assert.False(chunks.Current.Samples.IsEmpty);
        Server.Release();
        while (await chunks.MoveNextAsync())
        {
        }
    }

    [Fact]
    public async Task Cancelling_ends_the_sentence_here_and_at_the_vendor_and_the_next_is_spoken()
    {
        Server.Script(FaultKind.Holds);
        await using var mouth = await OpenAsync();
        using var cut = new CancellationTokenSource();

        var cancelled = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => SpeakAsync(mouth, Sentence, cut.Token, onChunk: cut.Cancel).WaitAsync(Gate.Patience));

        Assert.Equal(cut.Token, cancelled.CancellationToken);
        await Server.CalledOff.Opened();
        Server.Release();
        Assert.Equal(VendorAudio.Speak("And then?", mouth.SampleRate), (await SpeakAsync(mouth, "And then?")).Samples);
    }

    [Fact]
    public async Task A_sentence_that_is_not_heard_to_its_end_ends_at_the_vendor_too()
    {
        Server.Script(FaultKind.Holds);
        await using var mouth = await OpenAsync();

        await foreach (var _ in mouth.SpeakAsync(Sentence, default))
        {
            break;
        }

        await Server.CalledOff.Opened();
    }

    [Fact]
    public async Task Sentences_asked_for_at_once_do_not_mix()
    {
        await using var mouth = await OpenAsync();
        string[] sentences = ["The first.", "The second sentence is longer.", "Three."];

        var spoken = await Task.WhenAll(sentences.Select(sentence => SpeakAsync(mouth, sentence))).WaitAsync(Gate.Patience);

        Assert.Equal(sentences.Select(sentence => VendorAudio.Speak(sentence, mouth.SampleRate)), spoken.Select(one => one.Samples));
    }

    [Fact]
    public async Task A_vendor_that_never_answers_is_given_up()
    {
        Server.Script(FaultKind.NeverAnswers);
        var time = new FakeTimeProvider();
        await using var mouth = await OpenAsync(Make(time: time));

        var fault = await LateAsync(time, () => SpeakAsync(mouth, Sentence));

        Assert.Equal((CallStage.Speech, FaultOwner.Provider, true), (fault.Stage, fault.Owner, fault.Retryable));
        Assert.Equal(1, Server.Works);
    }

    [Fact]
    public async Task A_vendor_that_falls_silent_midway_is_given_up()
    {
        Server.Script(FaultKind.Holds);
        var time = new FakeTimeProvider();
        await using var mouth = await OpenAsync(Make(time: time));

        var fault = await LateAsync(time, () => SpeakAsync(mouth, Sentence));

        Assert.Equal((CallStage.Speech, FaultOwner.Provider, true), (fault.Stage, fault.Owner, fault.Retryable));
    }

    [Fact]
    public async Task A_listener_who_takes_their_time_is_no_silence_of_the_vendor()
    {
        var time = new FakeTimeProvider();
        await using var mouth = await OpenAsync(Make(time: time));

        var spoken = await SpeakAsync(mouth, Sentence, onChunk: () => time.Advance(TimeSpan.FromMinutes(1)));

        Assert.Equal(VendorAudio.Speak(Sentence, mouth.SampleRate), spoken.Samples);
    }

    [Fact]
    public async Task A_slow_first_sound_is_waited_for()
    {
        Server.Script(FaultKind.SlowFirstByte);
        await using var mouth = await OpenAsync();
        var speaking = SpeakAsync(mouth, Sentence);
        await Server.Faulted.Opened();
        Assert.False(speaking.IsCompleted);

        Server.Release();

        Assert.NotEmpty((await speaking).Samples);
    }

    [Fact]
    public async Task A_sentence_that_breaks_off_is_a_failure_and_not_asked_for_again()
    {
        Server.Script(FaultKind.DiesMidStream);
        await using var mouth = await OpenAsync();

        var fault = await FaultAsync(() => SpeakAsync(mouth, Sentence, onChunk: Server.Release));

        Assert.Equal((CallStage.Speech, FaultOwner.Provider, true), (fault.Stage, fault.Owner, fault.Retryable));
        Assert.Equal(1, Server.Works);
    }

    [Fact]
    public async Task A_connection_that_dies_before_the_first_sound_is_replaced_and_the_sentence_spoken()
    {
        Server.Script(FaultKind.DiesAtOnce);
        await using var mouth = await OpenAsync();

        Assert.Equal(VendorAudio.Speak(Sentence, mouth.SampleRate), (await SpeakAsync(mouth, Sentence)).Samples);

        Assert.Equal(2, Server.Works);
    }

    [Theory]
    [InlineData(FaultKind.WrongAudio, false)]
    [InlineData(FaultKind.MalformedJson, true)]
    public async Task What_is_no_audio_is_not_played(FaultKind kind, bool mayBeRetryable)
    {
        Server.Script(kind);
        await using var mouth = await OpenAsync();
        var chunks = 0;

        var fault = await FaultAsync(() => SpeakAsync(mouth, Sentence, onChunk: () => chunks++));

        Assert.Equal((CallStage.Speech, FaultOwner.Provider), (fault.Stage, fault.Owner));
        Assert.True(mayBeRetryable || !fault.Retryable);
        Assert.Equal(0, chunks);
    }

    [Fact]
    public async Task An_unknown_voice_is_the_configurations_fault()
    {
        var fault = await FaultAsync(async () =>
        {
            await using var mouth = await Make().Synthesizer!.OpenAsync(UnknownVoice, default);
            await SpeakAsync(mouth, Sentence);
        });

        Assert.Equal((CallStage.Speech, FaultOwner.Configuration, false), (fault.Stage, fault.Owner, fault.Retryable));
        ExpectedComplaints.AddRange(Server.Complaints);
        Assert.Single(ExpectedComplaints);
    }

    [Theory]
    [InlineData(401, "invalid_api_key", FaultOwner.Configuration, false)]
    [InlineData(429, "rate_limit_exceeded", FaultOwner.Provider, true)]
    [InlineData(429, "quota_exceeded", FaultOwner.Configuration, false)]
    [InlineData(503, "overloaded", FaultOwner.Provider, true)]
    public async Task Refusals_are_sorted_by_whose_fault_they_are(int status, string code, FaultOwner owner, bool retryable)
    {
        var refusals = Enumerable.Repeat(ScriptedFault.Refusal(status, code), 8).ToArray();
        Server.ScriptConnections(refusals);
        Server.Script(refusals);

        var fault = await FaultAsync(async () =>
        {
            await using var mouth = await OpenAsync();
            await SpeakAsync(mouth, Sentence);
        });

        Assert.Equal((CallStage.Speech, owner, retryable), (fault.Stage, fault.Owner, fault.Retryable));
    }

    [Fact]
    public async Task A_wrong_or_missing_key_is_found_out_when_the_mouth_is_opened()
    {
        var wrong = await FaultAsync(() => OpenAsync(Make(key: () => "another")));
        ExpectedComplaints.AddRange(Server.Complaints);
        var missing = await FaultAsync(() => OpenAsync(Make(key: () => "")));

        Assert.All([wrong, missing], fault => Assert.Equal((CallStage.Speech, FaultOwner.Configuration, false), (fault.Stage, fault.Owner, fault.Retryable)));
        Assert.Contains("key", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_vendor_that_is_not_there_is_the_providers_fault()
    {
        var provider = Make();
        await Server.DisposeAsync();

        var fault = await FaultAsync(() => OpenAsync(provider));

        Assert.Equal((CallStage.Speech, FaultOwner.Provider, true), (fault.Stage, fault.Owner, fault.Retryable));
    }

    [Fact]
    public async Task What_is_billed_is_reported_with_the_last_piece()
    {
        await using var mouth = await OpenAsync();

        var spoken = await SpeakAsync(mouth, Sentence);

        Assert.Equal(Sentence.Length, spoken.Usage!.Characters);
        Assert.Equal((double)spoken.Samples.Length / mouth.SampleRate, spoken.Usage.Audio!.Value.TotalSeconds, 0.001);
    }

    [Fact]
    public async Task Marks_lead_through_the_sentence()
    {
        await using var mouth = await OpenAsync();

        var spoken = await SpeakAsync(mouth, Sentence);

        if (!GivesMarks)
        {
            Assert.Empty(spoken.Marks);
            return;
        }

        Assert.Equal(Enumerable.Range(0, Sentence.Length), spoken.Marks.Select(mark => mark.Offset));
        Assert.All(spoken.Marks, mark => Assert.Equal(mark.Offset * VendorAudio.PerCharacter.TotalMilliseconds, mark.At.TotalMilliseconds, 2.0));
    }

    [Fact]
    public async Task Many_calls_at_once_each_hear_their_own_sentence()
    {
        var provider = Make();

        await Task.WhenAll(Enumerable.Range(1, 12).Select(async number =>
        {
            await using var mouth = await OpenAsync(provider);
            var text = new string('a', number * 3);
            Assert.Equal(VendorAudio.Speak(text, mouth.SampleRate), (await SpeakAsync(mouth, text)).Samples);
        })).WaitAsync(Gate.Patience);
    }

    [Fact]
    public async Task A_call_that_ends_in_mid_sentence_leaves_nothing_behind()
    {
        Server.Script(FaultKind.Holds);
        var mouth = await OpenAsync();
        using var cut = new CancellationTokenSource();
        var gate = new Gate();
        var speaking = SpeakAsync(mouth, Sentence, cut.Token, onChunk: gate.Open);
        await gate.Opened();

        await cut.CancelAsync();
        await mouth.DisposeAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => speaking.WaitAsync(Gate.Patience));
    }

    protected async Task<ISpeechStream> OpenAsync(VoiceProvider? provider = null) => await (provider ?? Make()).Synthesizer!.OpenAsync(Options, default);

    protected static async Task<Spoken> SpeakAsync(ISpeechStream mouth, string text, CancellationToken cancellationToken = default, Action? onChunk = null)
    {
        var samples = new List<short>();
        var marks = new List<SpeechMark>();
        var chunks = 0;
        ProviderUsage? usage = null;
        await foreach (var chunk in mouth.SpeakAsync(text, cancellationToken))
        {
            Assert.Null(usage);
            samples.AddRange(chunk.Samples.Span);
            marks.AddRange(chunk.Marks ?? []);
            usage = chunk.Usage;
            chunks++;
            onChunk?.Invoke();
        }

        return new Spoken([.. samples], marks, chunks, usage);
    }

    protected sealed record Spoken(short[] Samples, IReadOnlyList<SpeechMark> Marks, int Chunks, ProviderUsage? Usage);
}
