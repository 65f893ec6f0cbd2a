using System.Text.Json;
using Microsoft.Extensions.AI;

namespace VoiceAgent.Conversation.Tools;

/// <summary>The arguments of a tool call as JSON.</summary>
internal static class ToolArguments
{
    public static string Json(FunctionCallContent call) => JsonSerializer.Serialize(call.Arguments ?? new Dictionary<string, object?>(), AIJsonUtilities.DefaultOptions);
}
