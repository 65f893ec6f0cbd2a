namespace VoiceAgent.Runtime.Catalog;

/// <summary>Something that is wrong with what the catalog was given, said so that its author finds it.</summary>
/// <param name="Source">The file, relative to the resources folder, or the object's address in the cluster.</param>
/// <param name="Line">Line within the file, from 1; null when there is none.</param>
/// <param name="Path">The field, such as <c>spec.tools[2].http.url</c>; empty for the whole.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Fix">What to do about it, or null when the message says it.</param>
internal sealed record CatalogProblem(string Source, int? Line, string Path, string Message, string? Fix = null)
{
    public override string ToString()
    {
        var place = Line is null ? Source : $"{Source}:{Line}";
        var text = Path.Length == 0 ? $"{place}: {Message}" : $"{place}: {Path}: {Message}";
        return Fix is null ? text : $"{text} ({Fix})";
    }
}
