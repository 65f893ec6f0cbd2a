using VoiceAgent.Resources.Reading;
using VoiceAgent.Resources.VoiceAgents.Tools;

namespace VoiceAgent.Resources.VoiceAgents.Rules;

/// <summary>Tools can be called as they are described.</summary>
internal static class ToolRules
{
    public static IEnumerable<ResourceProblem> Check(VoiceAgentResource agent)
    {
        var tools = agent.Spec.Tools;
        return tools.SelectMany((tool, i) => CheckTool(tool, $"spec.tools[{i}]")).Concat(SameNames(tools));
    }

    private static IEnumerable<ResourceProblem> CheckTool(ToolDefinition tool, string path)
    {
        var problems = tool.Parameters is { } schema ? ParameterRules.Check(schema, $"{path}.parameters") : [];
        if (tool.Http is { } http)
        {
            problems = problems.Concat(HttpToolRules.Check(http, tool.Parameters, $"{path}.http"));
        }

        return tool.Mcp is { } mcp ? problems.Concat(HttpToolRules.CheckAddress(mcp.Url, $"{path}.mcp.url")) : problems;
    }

    /// <summary>The model tells tools apart by name alone, whichever server they come from.</summary>
    private static IEnumerable<ResourceProblem> SameNames(IReadOnlyList<ToolDefinition> tools)
    {
        var taken = tools.Where(tool => tool.Mcp is null).Select(tool => tool.Name).ToHashSet();
        for (var i = 0; i < tools.Count; i++)
        {
            var names = tools[i].Mcp?.ToolNames ?? [];
            for (var j = 0; j < names.Count; j++)
            {
                if (!taken.Add(names[j]))
                {
                    yield return new($"spec.tools[{i}].mcp.toolNames[{j}]", $"another tool is called {names[j]} already",
                        "the model could not tell them apart: leave one out or rename it");
                }
            }
        }
    }
}
