using VoiceAgent.Conversation.Agents;
using VoiceAgent.Conversation.Tools;
using VoiceAgent.Resources.VoiceAgents;
using VoiceAgent.Resources.VoiceAgents.Tools;

namespace VoiceAgent.Runtime.Calls.Setup;

/// <summary>The tools of a definition that the engine itself brings. Telephone keys come with telephone lines.</summary>
internal static class BuiltInTools
{
    public static IReadOnlyList<BuiltInTool> Of(VoiceAgentSpec spec) => [.. spec.Tools.Select(From).OfType<BuiltInTool>()];

    private static BuiltInTool? From(ToolDefinition tool) => tool.Builtin?.Kind switch
    {
        BuiltinKind.EndCall => Make(BuiltInToolKind.EndCall, tool, "Ends the call when the caller says goodbye or needs nothing more."),

        // Without destinations: no line that is served yet can hand a caller on, and the engine then has the agent say so.
        BuiltinKind.TransferCall => Make(BuiltInToolKind.TransferCall, tool, "Connects the caller to a person when they ask for one."),
        BuiltinKind.TakeMessage => Make(BuiltInToolKind.TakeMessage, tool, "Takes a message for someone."),
        BuiltinKind.ScheduleCallback => Make(BuiltInToolKind.ScheduleCallback, tool, "Notes that and when the caller wants to be called back."),
        _ => null,
    };

    private static BuiltInTool Make(BuiltInToolKind kind, ToolDefinition tool, string purpose) => new(kind, tool.Name, tool.Description ?? purpose)
    {
        Policy = new ToolPolicy(
            TimeSpan.FromMilliseconds(tool.TimeoutMilliseconds),

            // "One moment, I am connecting you" would be a promise that no line can keep yet.
            kind == BuiltInToolKind.TransferCall ? null : tool.Filler,
            tool.WhenInterrupted == InterruptedTool.Cancel),
    };
}
