using VoiceAgent.Resources.Constraints;
using VoiceAgent.Resources.References;

namespace VoiceAgent.Resources.KnowledgeBases;

/// <summary>Files of a git repository at one commit.</summary>
public sealed record GitSource
{
    /// <summary>The address of the repository, over HTTPS.</summary>
    [Length(9, 512), Pattern(Patterns.SecureWebAddress)]
    public required string Url { get; init; }

    /// <summary>The commit, in full: what is indexed is what was reviewed.</summary>
    [Length(40, 64), Pattern(Patterns.GitCommit)]
    public required string Commit { get; init; }

    /// <summary>The folder in the repository; left out, all of it.</summary>
    [Length(1, 256), Pattern(Patterns.RelativePath)]
    public string? Path { get; init; }

    /// <summary>The Secret that holds an access token; left out, the repository is public.</summary>
    public SecretKeyRef? CredentialsRef { get; init; }
}

/// <summary>Web pages.</summary>
public sealed record WebSource
{
    /// <summary>Where reading begins.</summary>
    [Length(1, 200), Each(8, 2048, Pattern = Patterns.WebAddress), ListSet]
    public required IReadOnlyList<string> Urls { get; init; }

    /// <summary>How many links away pages of the same site are read too; 0 reads only the pages named.</summary>
    [Range(0, 5)]
    public int MaxDepth { get; init; }
}

/// <summary>Documents that people upload in the portal.</summary>
public sealed record UploadSource
{
    /// <summary>Size of one document at most, in mebibytes.</summary>
    [Range(1, 200)]
    public int MaxDocumentMebibytes { get; init; } = 25;
}
