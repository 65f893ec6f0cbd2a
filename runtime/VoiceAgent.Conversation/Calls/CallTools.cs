using VoiceAgent.Conversation.Agents;
using VoiceAgent.Conversation.Tools;
using VoiceAgent.Conversation.Tools.BuiltIn;

namespace VoiceAgent.Conversation.Calls;

/// <summary>All tools of one call: the engine's own, the agent's, and those of the program at the caller's end.</summary>
internal static class CallTools
{
    public static IEnumerable<ITool> Of(CallSetup setup, ClientAnswers answers) =>
        setup.Agent.BuiltInTools.Select(BuiltIn)
            .Concat(setup.Tools)
            .Concat(setup.ClientTools.Select(offer => new ClientTool(offer.Name, offer.Description, offer.Parameters, offer.Policy, offer.Awaited, answers)))
            .DistinctBy(tool => tool.Declaration.Name);

    private static ITool BuiltIn(BuiltInTool tool) => tool.Kind switch
    {
        BuiltInToolKind.EndCall => new EndCallTool(tool.Name, tool.Description),
        BuiltInToolKind.TransferCall => new TransferCallTool(tool.Name, tool.Description, tool.Policy, tool.Destinations),
        BuiltInToolKind.TakeMessage => NoteTool.TakeMessage(tool.Name, tool.Description),
        BuiltInToolKind.ScheduleCallback => NoteTool.ScheduleCallback(tool.Name, tool.Description),
        _ => throw new ArgumentOutOfRangeException(nameof(tool), tool.Kind, "There is no such built-in tool."),
    };
}
