using System.Collections.Immutable;

namespace VoiceAgent.Runtime.Catalog.Files;

/// <summary>The files of a folder at one moment. Two listings are equal exactly when nothing changed between them.</summary>
internal sealed class FolderListing : IEquatable<FolderListing>
{
    private const int MaxFiles = 10_000;
    private const int MaxDepth = 16;

    private readonly ImmutableSortedDictionary<string, ListedFile> _files;

    private FolderListing(ImmutableSortedDictionary<string, ListedFile> files) => _files = files;

    /// <summary>In the order of their paths.</summary>
    public IEnumerable<ListedFile> Files => _files.Values;

    /// <summary>
    /// Lists a folder. What begins with a dot is left out: editors keep their drafts there, and Kubernetes the true files of a mounted
    /// ConfigMap, which are listed under the links that lead to them. A folder that is not there has no files.
    /// </summary>
    public static FolderListing Of(string root)
    {
        var files = ImmutableSortedDictionary.CreateBuilder<string, ListedFile>(StringComparer.Ordinal);
        List(new DirectoryInfo(root), "", 0, [], files);
        return new FolderListing(files.ToImmutable());
    }

    /// <summary>The files below a folder of the listing.</summary>
    public IEnumerable<ListedFile> Below(string folder) =>
        Files.Where(file => file.Path.StartsWith(folder + "/", StringComparison.Ordinal));

    public ListedFile? Find(string path) => _files.GetValueOrDefault(path);

    public bool Equals(FolderListing? other) => other is not null && _files.Values.SequenceEqual(other._files.Values);

    public override bool Equals(object? obj) => Equals(obj as FolderListing);

    public override int GetHashCode() => _files.Count;

    private static void List(
        DirectoryInfo folder, string prefix, int depth, HashSet<string> above, ImmutableSortedDictionary<string, ListedFile>.Builder files)
    {
        if (depth > MaxDepth || !above.Add(folder.FullName))
        {
            return;
        }

        foreach (var entry in Entries(folder))
        {
            if (files.Count >= MaxFiles)
            {
                return;
            }

            switch (Follow(entry))
            {
                case DirectoryInfo inner:
                    List(inner, $"{prefix}{entry.Name}/", depth + 1, above, files);
                    break;
                case FileInfo { Exists: true } file:
                    files[prefix + entry.Name] = new ListedFile(prefix + entry.Name, file.FullName, file.Length, file.LastWriteTimeUtc);
                    break;
            }
        }

        above.Remove(folder.FullName);
    }

    private static FileSystemInfo[] Entries(DirectoryInfo folder)
    {
        try
        {
            return [.. folder.EnumerateFileSystemInfos().Where(entry => !entry.Name.StartsWith('.')).OrderBy(entry => entry.Name, StringComparer.Ordinal)];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Gone between two looks, or closed to us: the next look tells.
            return [];
        }
    }

    private static FileSystemInfo? Follow(FileSystemInfo entry)
    {
        try
        {
            return entry.LinkTarget is null ? entry : entry.ResolveLinkTarget(returnFinalTarget: true);
        }
        catch (IOException)
        {
            return null;
        }
    }
}

/// <summary>A file.</summary>
/// <param name="Path">Within the listed folder, with forward slashes.</param>
/// <param name="FullPath">Where it really is, links followed.</param>
/// <param name="Length">Size in bytes.</param>
/// <param name="Modified">When it was last written, UTC.</param>
internal sealed record ListedFile(string Path, string FullPath, long Length, DateTime Modified)
{
    public string Folder => Path.Contains('/', StringComparison.Ordinal) ? Path[..Path.LastIndexOf('/')] : "";
}
