using Microsoft.Extensions.AI;
using VoiceAgent.Conversation.Agents;
using VoiceAgent.Conversation.Calls;
using VoiceAgent.Testing.Calls;
using Xunit;

namespace VoiceAgent.Conversation.Tests.Calls;

public sealed class ToolTests
{
    private static readonly Dictionary<string, string> NoSettings = [];

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
        Assert.InRange(call.Model.Asked.Count, 2, 5);
    }

    private static Task<VirtualCall> StartAsync() => SpokenCallTests.StartAsync(agent => agent with
    {
        BuiltInTools =
        [
            new BuiltInTool(BuiltInToolKind.EndCall, "end_call", "Ends the call.", NoSettings),
            new BuiltInTool(BuiltInToolKind.TransferCall, "transfer_call", "Hands the caller to a person.", NoSettings),
        ],
    });
}
