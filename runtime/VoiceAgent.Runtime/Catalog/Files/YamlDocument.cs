using System.Text.Json.Nodes;

namespace VoiceAgent.Runtime.Catalog.Files;

/// <summary>One document of a YAML file.</summary>
/// <param name="Root">Its content; null for an empty document.</param>
/// <param name="Line">Where it begins, from 1.</param>
/// <param name="Lines">The line of every field, under its path as problems name it.</param>
internal sealed record YamlDocument(JsonNode? Root, int Line, IReadOnlyDictionary<string, int> Lines)
{
    /// <summary>The line of a field; of the nearest one around it when the field itself is not there.</summary>
    public int LineOf(string path)
    {
        for (var at = path; at.Length > 0; at = Outer(at))
        {
            if (Lines.TryGetValue(at, out var line))
            {
                return line;
            }
        }

        return Line;
    }

    private static string Outer(string path) => path[..Math.Max(0, path.AsSpan().LastIndexOfAny('.', '['))];
}

/// <summary>A text is not YAML.</summary>
internal sealed class YamlSyntaxException(int line, string message) : Exception(message)
{
    /// <summary>Where, from 1.</summary>
    public int Line { get; } = line;
}
