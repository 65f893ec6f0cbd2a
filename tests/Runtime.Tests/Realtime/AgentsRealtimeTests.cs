using VoiceAgent.Conversation.Calls;
using VoiceAgent.Runtime.Tests.Realtime.Toolbox;
using Xunit;

namespace VoiceAgent.Runtime.Tests.Realtime;

/// <summary>npm's <c>@openai/agents-realtime</c>, unmodified.</summary>
public sealed class AgentsRealtimeTests : IDisposable
{
    private readonly string _question = Path.GetTempFileName();

    public AgentsRealtimeTests() => File.WriteAllBytes(_question, new byte[48_000]);

    [SkippableFact]
    public async Task A_text_turn()
    {
        Skip.If(NodeClient.Absence is not null, NodeClient.Absence);
        await using var door = await Door.OpenAsync();
        await using var client = NodeClient.Start(door.Socket(), ScriptedCalls.Key, "text", "When do you open?");
        var call = await door.Calls.NextAsync();

        await call.AskedForAsync("typed When do you open?");
        await call.AskedForAsync("reply spoken");
        call.Answer(2, "We open at nine.");

        Assert.Equal(["user: When do you open?", "assistant: We open at nine."], await client.HistoryAsync());
    }

    [SkippableFact]
    public async Task A_spoken_turn()
    {
        Skip.If(NodeClient.Absence is not null, NodeClient.Absence);
        await using var door = await Door.OpenAsync();
        await using var client = NodeClient.Start(door.Socket(), ScriptedCalls.Key, "spoken", _question);
        var call = await door.Calls.NextAsync();

        await call.HeardAsync(16_000);
        call.HearTurn(1, 1, "When do you open?");
        call.Answer(2, "We open at nine.");

        Assert.Equal(["user: When do you open?", "assistant: We open at nine."], await client.HistoryAsync());
        Assert.Equal(CallTurnPolicy.Automatic, call.Policy);
    }

    [SkippableFact]
    public async Task After_a_barge_in_the_history_holds_what_was_heard()
    {
        Skip.If(NodeClient.Absence is not null, NodeClient.Absence);
        await using var door = await Door.OpenAsync();
        await using var client = NodeClient.Start(door.Socket(), ScriptedCalls.Key, "barge-in", _question, _question);
        var call = await door.Calls.NextAsync();

        await call.HeardAsync(16_000);
        call.HearTurn(1, 1, "When do you open?");
        call.Tell(new ReplyStarted(default, 2, Spoken: true));
        call.Tell(new ReplyText(default, 2, "We open at nine on weekdays and at ten on Saturdays."));
        for (var i = 0; i < 30; i++)
        {
            call.Speak(2);
        }

        await client.SeenAsync("interrupting");
        call.Clear(2);
        call.Tell(new Interrupted(default, 2, InterruptionCause.Speech, default));
        call.Tell(new CallerSpeechStarted(default, 2, default));
        await client.SeenAsync("audio_interrupted");
        call.End(2, ReplyOutcome.Interrupted, "We open at nine on weekdays and at ten on Saturdays.", "We open at nine", 30);
        Assert.StartsWith("truncate 2 ", await call.NextAskedAsync(), StringComparison.Ordinal);
        call.Tell(new ReplyTruncated(default, 2, "We open", TimeSpan.FromMilliseconds(300)));
        call.Tell(new CallerTurnEnded(default, 3, 2, "And on Sundays?", Typed: false, default));
        call.Answer(4, "On Sundays we are closed.");

        Assert.Equal(
            ["user: When do you open?", "assistant: We open", "user: And on Sundays?", "assistant: On Sundays we are closed."],
            await client.HistoryAsync());
    }

    public void Dispose() => File.Delete(_question);
}
