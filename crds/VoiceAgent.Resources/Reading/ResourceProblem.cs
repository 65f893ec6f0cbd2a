namespace VoiceAgent.Resources.Reading;

/// <summary>Something that is wrong with a resource.</summary>
/// <param name="Path">The field, such as <c>spec.tools[2].http.url</c>; empty for the resource as a whole.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Fix">What to do about it, or null when the message says it.</param>
public sealed record ResourceProblem(string Path, string Message, string? Fix = null)
{
    /// <summary>Path, message and fix in one line.</summary>
    public override string ToString()
    {
        var text = Path.Length == 0 ? Message : $"{Path}: {Message}";
        return Fix is null ? text : $"{text} ({Fix})";
    }
}
