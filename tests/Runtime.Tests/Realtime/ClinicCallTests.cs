#pragma warning disable OPENAI002 // The vendor marks its Realtime client as experimental; to test it unmodified is the point.

using System.Runtime.InteropServices;
using OpenAI.Realtime;
using VoiceAgent.Runtime.Tests.Realtime.Toolbox;
using Xunit;

namespace VoiceAgent.Runtime.Tests.Realtime;

/// <summary>Unmodified clients talk to the whole runtime: real sockets, voice activity detection, recogniser, knowledge and voice.</summary>
public sealed class ClinicCallTests(Clinic clinic) : IClassFixture<Clinic>, IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public async Task NuGets_client_asks_interrupts_and_is_answered()
    {
        await using var caller = await OpenAICaller.ConnectAsync(clinic, microphone: true);
        await caller.NextAsync<RealtimeServerUpdateResponseDone>();

        caller.Say(await Clinic.SpeechAsync("What are your opening hours on Saturday?"));
        var asked = await caller.NextAsync<RealtimeServerUpdateConversationItemInputAudioTranscriptionCompleted>();
        await caller.NextAsync<RealtimeServerUpdateResponseOutputAudioDelta>();
        for (var i = 0; i < 50; i++)
        {
            await caller.NextAsync<RealtimeServerUpdateResponseOutputAudioDelta>();
        }

        caller.Say(await Clinic.SpeechAsync("Stop please. Where is the clinic?", "awb"));
        var speech = await caller.NextAsync<RealtimeServerUpdateInputAudioBufferSpeechStarted>();
        var cut = (await caller.NextAsync<RealtimeServerUpdateResponseDone>()).Response;
        var again = await caller.NextAsync<RealtimeServerUpdateConversationItemInputAudioTranscriptionCompleted>();
        var answered = (await caller.NextAsync<RealtimeServerUpdateResponseDone>()).Response;
        await caller.Client.RequestItemRetrievalAsync(Item(cut).Id);
        var kept = await caller.NextAsync<RealtimeServerUpdateConversationItemRetrieved>();

        Assert.Contains("saturday", asked.Transcript, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(RealtimeResponseStatus.Cancelled, cut.Status);
        Assert.Equal("turn_detected", cut.StatusDetails.Reason.ToString());
        Assert.StartsWith("On Saturday", Words(cut), StringComparison.Ordinal);
        Assert.DoesNotContain("Sunday", Words(cut), StringComparison.Ordinal);
        Assert.Equal(Words(cut), ((RealtimeOutputAudioMessageContentPart)Assert.Single(((RealtimeMessageItem)kept.Item).Content)).Transcript);
        Assert.Equal(speech.ItemId, again.ItemId);
        Assert.Equal(RealtimeResponseStatus.Completed, answered.Status);
    }

    [Fact]
    public async Task NuGets_client_types_and_reads_the_answer()
    {
        await using var caller = await OpenAICaller.ConnectAsync(clinic, microphone: false);

        await caller.Client.AddItemAsync(RealtimeItem.CreateUserMessageItem("When do you open on Saturday?"));
        var options = new RealtimeResponseOptions();
        options.OutputModalities.Add(RealtimeOutputModality.Text);
        await caller.Client.StartResponseAsync(options);
        var done = (await caller.NextAsync<RealtimeServerUpdateResponseDone>()).Response;

        Assert.Contains("nine", ((RealtimeOutputTextMessageContentPart)Item(done).Content[0]).Text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task NuGets_client_commits_by_hand()
    {
        await using var caller = await OpenAICaller.ConnectAsync(clinic, microphone: false);
        var input = new RealtimeConversationSessionInputAudioOptions();
        input.DisableTurnDetection();
        await caller.Client.ConfigureConversationSessionAsync(
            new RealtimeConversationSessionOptions { AudioOptions = new RealtimeConversationSessionAudioOptions { InputAudioOptions = input } });
        await caller.NextAsync<RealtimeServerUpdateSessionUpdated>();

        var question = await Clinic.SpeechAsync("What are your opening hours on Saturday?");
        using var audio = new MemoryStream(MemoryMarshal.AsBytes(question.AsSpan()).ToArray());
        await caller.Client.SendInputAudioAsync(audio);
        await caller.Client.CommitPendingAudioAsync();
        await caller.Client.StartResponseAsync();
        var committed = await caller.NextAsync<RealtimeServerUpdateInputAudioBufferCommitted>();
        var asked = await caller.NextAsync<RealtimeServerUpdateConversationItemInputAudioTranscriptionCompleted>();
        var done = (await caller.NextAsync<RealtimeServerUpdateResponseDone>()).Response;

        Assert.Equal(committed.ItemId, asked.ItemId);
        Assert.Contains("saturday", asked.Transcript, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("nine", Words(done), StringComparison.OrdinalIgnoreCase);
    }

    [SkippableFact]
    public async Task Npms_client_asks_interrupts_and_is_answered()
    {
        Skip.If(NodeClient.Absence is not null, NodeClient.Absence);
        var question = await SaveAsync("question.raw", "What are your opening hours on Saturday?", "rms");
        var interruption = await SaveAsync("interruption.raw", "Stop please. Where is the clinic?", "awb");

        await using var client = NodeClient.Start(clinic.Socket(), clinic.Key, "barge-in", question, interruption);
        var history = await client.HistoryAsync();

        // The client does not wait for the greeting: it talks into it, and the agent falls silent.
        Assert.Equal(["assistant", "user", "assistant", "user", "assistant"], history.Select(message => message.Split(':')[0]));
        Assert.Contains("saturday", history[1], StringComparison.OrdinalIgnoreCase);
        Assert.StartsWith("assistant: On Saturday", history[2], StringComparison.Ordinal);
        Assert.DoesNotContain("Sunday", history[2], StringComparison.Ordinal);
        Assert.Contains("clinic", history[3], StringComparison.OrdinalIgnoreCase);
    }

    [SkippableFact]
    public async Task Npms_client_types_and_is_answered()
    {
        Skip.If(NodeClient.Absence is not null, NodeClient.Absence);

        await using var client = NodeClient.Start(clinic.Socket(), clinic.Key, "text", "When do you open on Saturday?");
        var history = await client.HistoryAsync();

        Assert.Equal("user: When do you open on Saturday?", history[0]);
        Assert.Contains("nine", history[1], StringComparison.OrdinalIgnoreCase);
    }

    public void Dispose() => _folder.Dispose();

    private async Task<string> SaveAsync(string name, string text, string voice)
    {
        var samples = await Clinic.SpeechAsync(text, voice);
        await File.WriteAllBytesAsync(_folder[name], MemoryMarshal.AsBytes(samples.AsSpan()).ToArray());
        return _folder[name];
    }

    private static RealtimeMessageItem Item(RealtimeResponse response) => Assert.IsType<RealtimeMessageItem>(Assert.Single(response.OutputItems));

    private static string Words(RealtimeResponse response) => ((RealtimeOutputAudioMessageContentPart)Assert.Single(Item(response).Content)).Transcript;
}
