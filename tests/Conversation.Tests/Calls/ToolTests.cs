using System.Text.Json;
using Microsoft.Extensions.AI;
using VoiceAgent.Conversation.Agents;
using VoiceAgent.Conversation.Calls;
using VoiceAgent.Conversation.Tools;
using VoiceAgent.Testing.Calls;
using Xunit;

namespace VoiceAgent.Conversation.Tests.Calls;

public sealed class ToolTests
{
    [Fact]
    public async Task The_agent_ends_the_call_after_its_last_words()
    {
        await using var call = await StartAsync();
        call.Model.Call("end_call", words: "Goodbye and thank you for calling.");

        await call.SpeakAsync("goodbye", seconds: 1);
        var ended = await call.UntilAsync<CallEnded>();

        Assert.Equal(CallEnding.AgentEnded, ended.Ending);
        Assert.Equal("Goodbye and thank you for calling.", Assert.Single(call.Of<ReplyEnded>()).HeardText);
        Assert.Single(call.Model.Asked);
        Assert.True(Assert.Single(call.Of<ToolEnded>()).Succeeded);
    }

    [Fact]
    public async Task Whoever_speaks_into_the_goodbye_keeps_the_line()
    {
        await using var call = await StartAsync();
        call.Model.Call("end_call", words: "Goodbye and thank you very much for calling us today, we hope to see you soon.");
        call.Model.Answer("Five euros.");

        await call.SpeakAsync("goodbye", seconds: 1);
        await call.UntilAsync<ReplyStarted>();
        await call.SilenceAsync(0.8);
        await call.SpeakAsync("wait one more question what does it cost", seconds: 1.5);
        var answer = await call.UntilAsync<ReplyEnded>(reply => reply.HeardText == "Five euros.");
        await call.SilenceAsync(1);

        Assert.Equal(ReplyOutcome.Completed, answer.Outcome);
        Assert.Empty(call.Of<CallEnded>());
        Assert.Contains(call.Model.Asked.Last(), message => message.Contents.OfType<FunctionResultContent>().Any());
    }

    [Fact]
    public async Task A_tool_that_cannot_help_is_reported_to_the_model_which_answers_with_that()
    {
        await using var call = await StartAsync();
        call.Model.Call("transfer_call");
        call.Model.Answer("Please call the front desk.");

        await call.SpeakAsync("let me talk to a person", seconds: 1);
        var reply = await call.UntilAsync<ReplyEnded>();

        Assert.Equal("Please call the front desk.", reply.HeardText);
        Assert.False(Assert.Single(call.Of<ToolEnded>()).Succeeded);
        Assert.Equal(2, call.Model.Asked.Count);
    }

    [Fact]
    public async Task A_model_that_only_ever_calls_tools_is_stopped()
    {
        await using var call = await StartAsync();
        for (var i = 0; i < 10; i++)
        {
            call.Model.Call("no_such_tool");
        }

        await call.SpeakAsync("do something", seconds: 1);
        var reply = await call.UntilAsync<ReplyEnded>();

        Assert.Equal(ReplyOutcome.Completed, reply.Outcome);
        Assert.Equal(6, call.Model.Asked.Count);
    }

    [Fact]
    public async Task A_tool_that_takes_long_is_covered_and_its_result_answered()
    {
        var lookup = new SlowTool(TimeSpan.FromSeconds(9));
        await using var call = await StartAsync(lookup);
        call.Model.Call("look_up");
        call.Model.Answer("You have one appointment.");

        await call.SpeakAsync("when is my appointment", seconds: 1);
        var reply = await call.UntilAsync<ReplyEnded>();

        Assert.Equal(ReplyOutcome.Completed, reply.Outcome);
        Assert.Equal("One moment, please. I am still looking. You have one appointment.", reply.HeardText);
        Assert.Empty(call.Of<StageFailed>());
    }

    [Fact]
    public async Task A_tool_says_its_own_words_while_the_caller_waits()
    {
        await using var call = await StartAsync(new SlowTool(TimeSpan.FromSeconds(1)) { Policy = ToolPolicy.Default with { Filler = "I look into the calendar." } });
        call.Model.Call("look_up");
        call.Model.Answer("You have one appointment.");

        await call.SpeakAsync("when is my appointment", seconds: 1);
        var reply = await call.UntilAsync<ReplyEnded>();

        Assert.Equal("I look into the calendar. You have one appointment.", reply.HeardText);
    }

    [Fact]
    public async Task A_tool_out_of_time_has_failed_and_the_model_is_told_not_to_assume_otherwise()
    {
        await using var call = await StartAsync(new SlowTool(TimeSpan.FromSeconds(60)) { Policy = new ToolPolicy(TimeSpan.FromSeconds(4)) });
        call.Model.Call("look_up");
        call.Model.Answer("I could not find out.");

        await call.SpeakAsync("when is my appointment", seconds: 1);
        await call.UntilAsync<ReplyEnded>();

        var ended = Assert.Single(call.Of<ToolEnded>());
        Assert.False(ended.Succeeded);
        Assert.InRange((ended.At - call.Of<ToolStarted>()[0].At).TotalSeconds, 3.99, 4.02);
        Assert.Contains("Do not assume", Results(call.Model.Asked.Last()).Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_result_is_kept_although_the_speech_around_it_was_cut()
    {
        var lookup = new SlowTool(TimeSpan.FromSeconds(3));
        await using var call = await StartAsync(lookup);
        call.Model.Call("look_up", words: "Let me see what I can find for you in the calendar of the practice.");
        call.Model.Answer("Still looking.");
        call.Model.Answer("You have one appointment.");

        await call.SpeakAsync("when is my appointment", seconds: 1);
        await call.UntilAsync<ToolStarted>();
        await call.SilenceAsync(0.5);
        await call.SpeakAsync("and hurry up please", seconds: 1);
        await call.UntilAsync<ReplyEnded>(reply => reply.HeardText == "Still looking.");
        await call.UntilAsync<ToolEnded>();
        await call.SpeakAsync("so when is it", seconds: 1);
        await call.UntilAsync<ReplyEnded>(reply => reply.HeardText == "You have one appointment.");

        Assert.Equal(1, lookup.Uses);
        var asked = call.Model.Asked.ToArray();
        Assert.Equal("Still at work. Do not ask for it again.", Results(asked[1]).Single());
        Assert.Equal("found", Results(asked[2]).Single());
    }

    [Fact]
    public async Task A_tool_that_may_be_stopped_is_stopped_by_the_callers_words()
    {
        var lookup = new SlowTool(TimeSpan.FromSeconds(30)) { Policy = ToolPolicy.Default with { CancelWhenInterrupted = true } };
        await using var call = await StartAsync(lookup);
        call.Model.Call("look_up", words: "Let me see what I can find for you in the calendar of the practice.");
        call.Model.Answer("All right.");

        await call.SpeakAsync("when is my appointment", seconds: 1);
        await call.UntilAsync<ToolStarted>();
        await call.SilenceAsync(0.5);
        await call.SpeakAsync("never mind forget it", seconds: 1);
        var ended = await call.UntilAsync<ToolEnded>();

        Assert.False(ended.Succeeded);
        Assert.Equal(1, lookup.Stopped);
    }

    [Fact]
    public async Task A_call_that_ends_stops_what_its_tools_still_do()
    {
        var lookup = new SlowTool(TimeSpan.FromSeconds(30));
        await using var call = await StartAsync(lookup);
        call.Model.Call("look_up");
        await call.SpeakAsync("when is my appointment", seconds: 1);
        await call.UntilAsync<ToolStarted>();

        await call.HangUpAsync();

        Assert.Equal(1, lookup.Stopped);
    }

    [Fact]
    public async Task Each_request_has_an_idempotency_key_of_its_own()
    {
        var lookup = new SlowTool(TimeSpan.Zero);
        await using var call = await StartAsync(lookup);
        call.Model.Call("look_up", id: "a");
        call.Model.Call("look_up", id: "b");
        call.Model.Answer("Done.");

        await call.SpeakAsync("do it twice", seconds: 1);
        await call.UntilAsync<ReplyEnded>();

        Assert.Equal(2, lookup.Keys.Distinct().Count());
        Assert.All(lookup.Keys, key => Assert.Matches("^[0-9a-f]{32}-[ab]$", key));
    }

    [Fact]
    public async Task The_program_at_the_callers_end_answers_its_own_tools()
    {
        var call = new VirtualCall
        {
            ClientTools = [new ClientToolOffer("show_map", "Shows the map.", JsonElement.Parse("""{"type":"object"}"""), ToolPolicy.Default)],
        };
        await using var _ = call;
        await call.StartAsync();
        call.Model.Call("show_map");
        call.Model.Answer("You see the map.");

        await call.SpeakAsync("where are you", seconds: 1);
        var asked = await call.UntilAsync<ToolStarted>();
        await call.SilenceAsync(0.5);
        Assert.True(call.Call.AnswerTool(asked.CallId, "shown"));
        await call.UntilAsync<ReplyEnded>();

        Assert.Equal("shown", Results(call.Model.Asked.Last()).Single());
        Assert.False(call.Call.AnswerTool(asked.CallId, "again"));
    }

    private static IEnumerable<string?> Results(IEnumerable<ChatMessage> messages) =>
        messages.SelectMany(message => message.Contents).OfType<FunctionResultContent>().Select(result => result.Result?.ToString());

    private static async Task<VirtualCall> StartAsync(SlowTool tool)
    {
        var call = new VirtualCall { Tools = [tool] };
        tool.Time = call.Time;
        await call.StartAsync();
        return call;
    }

    private static Task<VirtualCall> StartAsync() => SpokenCallTests.StartAsync(agent => agent with
    {
        BuiltInTools =
        [
            new BuiltInTool(BuiltInToolKind.EndCall, "end_call", "Ends the call."),
            new BuiltInTool(BuiltInToolKind.TransferCall, "transfer_call", "Hands the caller to a person."),
        ],
    });

    private sealed class SlowTool(TimeSpan takes) : ITool
    {
        public TimeProvider Time { get; set; } = TimeProvider.System;

        public int Uses { get; private set; }

        public int Stopped { get; private set; }

        public List<string> Keys { get; } = [];

        public AIFunctionDeclaration Declaration { get; } =
            AIFunctionFactory.CreateDeclaration("look_up", "Looks something up.", JsonElement.Parse("""{"type":"object"}"""));

        public ToolPolicy Policy { get; init; } = ToolPolicy.Default;

        public async ValueTask<ToolResult> InvokeAsync(ToolCall call, CancellationToken cancellationToken)
        {
            Uses++;
            Keys.Add(call.IdempotencyKey);
            try
            {
                await Task.Delay(takes, Time, cancellationToken);
            }
            catch (OperationCanceledException)
            {
                Stopped++;
                throw;
            }

            return new ToolResult("found", Succeeded: true);
        }
    }
}
