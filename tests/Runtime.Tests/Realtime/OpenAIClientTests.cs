#pragma warning disable OPENAI002 // The vendor marks its Realtime client as experimental; to test it unmodified is the point.
using System.ClientModel;
using OpenAI.Realtime;
using VoiceAgent.Conversation.Calls;
using VoiceAgent.Runtime.Tests.Realtime.Toolbox;
using Xunit;

namespace VoiceAgent.Runtime.Tests.Realtime;

/// <summary>NuGet's <c>OpenAI</c>, unmodified.</summary>
public sealed class OpenAIClientTests
{
    [Fact]
    public async Task A_text_turn()
    {
        await using var door = await Door.OpenAsync();
        using var client = await ConnectAsync(door);
        var call = await door.Calls.NextAsync();

        await client.AddItemAsync(RealtimeItem.CreateUserMessageItem("When do you open?"));
        var options = new RealtimeResponseOptions();
        options.OutputModalities.Add(RealtimeOutputModality.Text);
        await client.StartResponseAsync(options);
        await call.AskedForAsync("typed When do you open?");
        await call.AskedForAsync("reply text");
        call.Answer(2, "We open at nine.", spoken: false);
        var updates = await UntilDoneAsync(client);

        Assert.Equal(2, updates.OfType<RealtimeServerUpdateConversationItemAdded>().Count());
        Assert.Equal(2, updates.OfType<RealtimeServerUpdateConversationItemDone>().Count());
        Assert.Equal("We open at nine.", Text(Assert.Single(updates.OfType<RealtimeServerUpdateResponseDone>()).Response));
    }

    [Fact]
    public async Task A_spoken_turn()
    {
        await using var door = await Door.OpenAsync();
        using var client = await ConnectAsync(door);
        var call = await door.Calls.NextAsync();

        using var question = new MemoryStream(new byte[96_000]);
        await client.SendInputAudioAsync(question);
        await call.HeardAsync(31_900);
        call.HearTurn(1, 1, "When do you open?");
        call.Answer(2, "We open at nine.", frames: 5);
        var updates = await UntilDoneAsync(client);

        var session = Assert.IsType<RealtimeConversationSession>(Assert.Single(updates.OfType<RealtimeServerUpdateSessionCreated>()).Session);
        Assert.Equal("reception", session.Model);
        Assert.Equal("When do you open?", Assert.Single(updates.OfType<RealtimeServerUpdateConversationItemInputAudioTranscriptionCompleted>()).Transcript);
        Assert.Equal(5 * 960, updates.OfType<RealtimeServerUpdateResponseOutputAudioDelta>().Sum(update => update.Delta.ToArray().Length));
        Assert.Equal("We open at nine.", Text(updates.OfType<RealtimeServerUpdateResponseDone>().Single().Response));
    }

    [Fact]
    public async Task After_a_barge_in_the_history_holds_what_was_heard()
    {
        await using var door = await Door.OpenAsync();
        using var client = await ConnectAsync(door);
        var call = await door.Calls.NextAsync();

        call.Tell(new ReplyStarted(default, 1, Spoken: true));
        call.Tell(new ReplyText(default, 1, "We open at nine on weekdays."));
        for (var i = 0; i < 10; i++)
        {
            call.Speak(1);
        }

        call.Tell(new Interrupted(default, 1, InterruptionCause.Words, default));
        call.Tell(new CallerSpeechStarted(default, 1, default));
        call.End(1, ReplyOutcome.Interrupted, "We open at nine on weekdays.", "We open at nine", 10);
        var updates = await UntilDoneAsync(client);
        var item = updates.OfType<RealtimeServerUpdateResponseOutputAudioDelta>().First().ItemId;
        await client.TruncateItemAsync(item, 0, TimeSpan.FromMilliseconds(120));
        await call.AskedForAsync("truncate 1 120");
        call.Tell(new ReplyTruncated(default, 1, "We open", TimeSpan.FromMilliseconds(120)));
        await client.RequestItemRetrievalAsync(item);
        var retrieved = (await UntilAsync<RealtimeServerUpdateConversationItemRetrieved>(client)).OfType<RealtimeServerUpdateConversationItemRetrieved>().Single();

        var done = updates.OfType<RealtimeServerUpdateResponseDone>().Single().Response;
        Assert.Equal(RealtimeResponseStatus.Cancelled, done.Status);
        Assert.Equal("turn_detected", done.StatusDetails.Reason.ToString());
        Assert.Equal("We open at nine", Text(done));
        Assert.Equal("We open", Text(retrieved.Item));
    }

    [Fact]
    public async Task A_session_is_configured()
    {
        await using var door = await Door.OpenAsync();
        using var client = await ConnectAsync(door);
        var call = await door.Calls.NextAsync();

        var audio = new RealtimeConversationSessionAudioOptions
        {
            InputAudioOptions = new RealtimeConversationSessionInputAudioOptions { TurnDetection = new RealtimeServerVadTurnDetection { CreateResponseEnabled = false } },
        };
        await client.ConfigureConversationSessionAsync(new RealtimeConversationSessionOptions { Instructions = "Be kind.", AudioOptions = audio });
        var updated = (await UntilAsync<RealtimeServerUpdateSessionUpdated>(client)).OfType<RealtimeServerUpdateSessionUpdated>().Single();

        await call.AskedForAsync("policy True False True");
        var session = Assert.IsType<RealtimeConversationSession>(updated.Session);
        Assert.False(Assert.IsType<RealtimeServerVadTurnDetection>(session.AudioOptions.InputAudioOptions.TurnDetection).CreateResponseEnabled);
    }

    [Fact]
    public async Task A_client_secret_is_made_and_used()
    {
        await using var door = await Door.OpenAsync();

        var made = await Client(door, ScriptedCalls.Key).CreateRealtimeClientSecretAsync(
            new CreateClientSecretOptions { SessionOptions = new RealtimeConversationSessionOptions { Model = "reception" } });
        using var session = await Client(door, made.Value.Value).StartConversationSessionAsync("reception");

        await UntilAsync<RealtimeServerUpdateSessionCreated>(session);
    }

    private static RealtimeClient Client(Door door, string key) =>
        new(new ApiKeyCredential(key), new RealtimeClientOptions { Endpoint = new Uri(door.Http, "/v1") });

    private static Task<RealtimeSessionClient> ConnectAsync(Door door) => Client(door, ScriptedCalls.Key).StartConversationSessionAsync("reception");

    private static Task<IReadOnlyList<RealtimeServerUpdate>> UntilDoneAsync(RealtimeSessionClient client) => UntilAsync<RealtimeServerUpdateResponseDone>(client);

    private static async Task<IReadOnlyList<RealtimeServerUpdate>> UntilAsync<TLast>(RealtimeSessionClient client)
    {
        using var patience = new CancellationTokenSource(Patience.Long, TimeProvider.System);
        var updates = new List<RealtimeServerUpdate>();
        await foreach (var update in client.ReceiveUpdatesAsync(patience.Token))
        {
            Assert.False(update is RealtimeServerUpdateError, (update as RealtimeServerUpdateError)?.Error.Message);
            updates.Add(update);
            if (update is TLast)
            {
                break;
            }
        }

        return updates;
    }

    private static string Text(RealtimeResponse response) => Text(Assert.Single(response.OutputItems));

    private static string Text(RealtimeItem item) => Assert.Single(Assert.IsType<RealtimeMessageItem>(item).Content) switch
    {
        RealtimeOutputAudioMessageContentPart audio => audio.Transcript,
        RealtimeOutputTextMessageContentPart text => text.Text,
        var other => throw new InvalidOperationException(other.GetType().Name),
    };
}
