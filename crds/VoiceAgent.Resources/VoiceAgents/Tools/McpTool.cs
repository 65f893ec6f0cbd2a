using VoiceAgent.Resources.Constraints;

namespace VoiceAgent.Resources.VoiceAgents.Tools;

/// <summary>Tools of an MCP server, over streamable HTTP.</summary>
public sealed record McpTool
{
    /// <summary>The address of the server.</summary>
    [Length(9, 2048), Pattern(Patterns.SecureWebAddress)]
    public required string Url { get; init; }

    /// <summary>The server's names of the tools to offer: none that is not listed is.</summary>
    [Length(1, 50), Each(1, 128), ListSet]
    public required IReadOnlyList<string> ToolNames { get; init; }

    /// <summary>Headers whose values come from Secrets.</summary>
    [Length(0, 16), ListMap("name")]
    public IReadOnlyList<HeaderFrom> HeadersFrom { get; init; } = [];
}
