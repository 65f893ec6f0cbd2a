namespace VoiceAgent.Runtime.Catalog;

/// <summary>Where a resource was found.</summary>
/// <param name="Source">The file, relative to the resources folder, or the object's address in the cluster.</param>
internal abstract record Origin(string Source)
{
    /// <summary>Line of a field, from 1; null where there are no lines.</summary>
    public abstract int? LineOf(string path);

    /// <summary>Source and line of the resource itself.</summary>
    public string Place => LineOf("") is { } line ? $"{Source}:{line}" : Source;
}
