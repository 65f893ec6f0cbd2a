using System.Security.Claims;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.HttpResults;
using VoiceAgent.Resources.Serialization;
using VoiceAgent.Runtime.Http;
using VoiceAgent.Runtime.Identity.Access;
using VoiceAgent.Runtime.Tenancy;

namespace VoiceAgent.Runtime.Catalog.Api;

/// <summary>An agent in a list.</summary>
/// <param name="Name">For <c>model=</c> at the sockets.</param>
/// <param name="Revision">Content hash of the definition; calls record it.</param>
/// <param name="Ready">Whether everything that it refers to was found.</param>
/// <param name="CanTakeCalls">Whether nothing is missing that a call cannot do without.</param>
/// <param name="Source">File and line, or the object's address in the cluster.</param>
internal sealed record AgentSummaryResponse(string Name, string Revision, bool Ready, bool CanTakeCalls, string Source);

/// <summary>The agents of the tenant, by name.</summary>
internal sealed record AgentListResponse(IReadOnlyList<AgentSummaryResponse> Items, string? NextCursor);

/// <summary>An agent with its definition.</summary>
internal sealed record AgentResponse(AgentSummaryResponse Summary, IReadOnlyList<AgentConditionResponse> Conditions, JsonObject Resource);

/// <summary>What was observed of an agent.</summary>
internal sealed record AgentConditionResponse(string Type, string Status, string Reason, string Message);

/// <summary><c>/api/v1/agents</c>: reading what is served. A tenant has tens of agents, so that one page holds them.</summary>
internal static class AgentEndpoints
{
    public static void MapAgents(this IEndpointRouteBuilder routes)
    {
        var agents = routes.MapGroup("/api/v1/agents").WithTags("agents").RequireAuthorization(Permissions.AgentsRead);
        agents.MapGet("", List).WithSummary("List the tenant's agents");
        agents.MapGet("{name}", Get).WithSummary("Read an agent with its definition; the ETag is its revision");
    }

    private static Ok<AgentListResponse> List(ClaimsPrincipal user, ICatalog catalog)
    {
        var tenant = user.TenantId();
        var mine = catalog.Current.Entries.OfType<AgentEntry>().Where(agent => agent.TenantId == tenant).OrderBy(agent => agent.Name, StringComparer.Ordinal);
        return TypedResults.Ok(new AgentListResponse([.. mine.Select(Summary)], null));
    }

    private static Results<Ok<AgentResponse>, ProblemHttpResult> Get(string name, ClaimsPrincipal user, HttpContext context, ICatalog catalog)
    {
        if (catalog.Current.FindAgent(user.TenantId(), name) is not { } agent)
        {
            return Problems.NotFound("agent");
        }

        context.Response.Headers.ETag = $"\"{agent.Revision}\"";
        var conditions = agent.Conditions.Select(condition => new AgentConditionResponse(condition.Type, condition.Status.ToString(), condition.Reason, condition.Message));
        return TypedResults.Ok(new AgentResponse(Summary(agent), [.. conditions], ResourceJson.ToCanonical(agent.Resource)));
    }

    private static AgentSummaryResponse Summary(AgentEntry agent) => new(agent.Name, agent.Revision, agent.IsReady, agent.CanTakeCalls, agent.Source);
}
