using System.Globalization;
using VoiceAgent.Resources.VoiceAgents;
using VoiceAgent.Runtime.Calls.Records;
using VoiceAgent.Runtime.Catalog;

namespace VoiceAgent.Runtime.Calls.Setup;

/// <summary>What <c>{{name}}</c> stands for in one call: the agent's own variables, and those that every call knows.</summary>
internal sealed class CallVariables(AgentEntry agent, TenantEntry? tenant, Guid callId, CallChannel channel, DateTimeOffset now)
{
    private readonly DateTimeOffset _local = InZone(now, agent.Resource.Spec.Schedule?.TimeZone);

    /// <summary>The text with its variables filled in; one without a value becomes nothing.</summary>
    public string Render(string text) => Template.Render(text, Value);

    private string? Value(string name) => name switch
    {
        "agent_name" => agent.Name,
        "call_id" => callId.ToString(),
        "channel" => channel.ToString().ToLowerInvariant(),
        "language" => agent.Resource.Spec.Languages[0],
        "date" => _local.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        "time" => _local.ToString("HH:mm", CultureInfo.InvariantCulture),
        "weekday" => _local.ToString("dddd", CultureInfo.InvariantCulture),
        "tenant_name" => tenant?.Resource.Spec.DisplayName ?? agent.TenantId,
        _ => agent.Resource.Spec.Variables.FirstOrDefault(variable => variable.Name == name)?.Default,
    };

    // The agent's hours are written in its own time zone, and so is "today" in its prompt.
    private static DateTimeOffset InZone(DateTimeOffset moment, string? zone) =>
        zone is not null && TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var found) ? TimeZoneInfo.ConvertTime(moment, found) : moment;
}
