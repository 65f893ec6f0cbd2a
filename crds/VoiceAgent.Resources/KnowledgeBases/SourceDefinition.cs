using VoiceAgent.Resources.Constraints;
using VoiceAgent.Resources.References;

namespace VoiceAgent.Resources.KnowledgeBases;

/// <summary>A place that documents come from.</summary>
[ExactlyOneOf(nameof(Inline), nameof(Files), nameof(ConfigMap), nameof(S3), nameof(Git), nameof(Web), nameof(Upload))]
public sealed record SourceDefinition
{
    /// <summary>What it is called in status and search results.</summary>
    [Length(1, 63), Pattern(Patterns.DnsLabel)]
    public required string Name { get; init; }

    /// <summary>A text in the resource itself.</summary>
    public InlineSource? Inline { get; init; }

    /// <summary>A folder beside the YAML file, or one mounted into the pod.</summary>
    public FilesSource? Files { get; init; }

    /// <summary>The keys of a ConfigMap.</summary>
    public ConfigMapSource? ConfigMap { get; init; }

    /// <summary>Objects of an S3-compatible store.</summary>
    public S3Source? S3 { get; init; }

    /// <summary>Files of a git repository at one commit.</summary>
    public GitSource? Git { get; init; }

    /// <summary>Web pages.</summary>
    public WebSource? Web { get; init; }

    /// <summary>Documents that people upload in the portal.</summary>
    public UploadSource? Upload { get; init; }

    /// <summary>Patterns of paths to take, such as <c>**/*.md</c>; left out, all.</summary>
    [Length(0, 50), Each(1, 256), ListSet]
    public IReadOnlyList<string> Include { get; init; } = [];

    /// <summary>Patterns of paths to leave out.</summary>
    [Length(0, 50), Each(1, 256), ListSet]
    public IReadOnlyList<string> Exclude { get; init; } = [];
}

/// <summary>A text in the resource itself.</summary>
public sealed record InlineSource
{
    /// <summary>The text, as Markdown.</summary>
    [Length(1, 65_536)]
    public required string Text { get; init; }
}

/// <summary>A folder beside the YAML file, or one mounted into the pod.</summary>
public sealed record FilesSource
{
    /// <summary>The folder, relative to the YAML file or to the mount.</summary>
    [Length(1, 256), Pattern(Patterns.RelativePath)]
    public required string Path { get; init; }
}

/// <summary>The keys of a ConfigMap.</summary>
public sealed record ConfigMapSource
{
    /// <summary>Name of the ConfigMap, in the same namespace.</summary>
    [Length(1, 253), Pattern(Patterns.DnsName)]
    public required string Name { get; init; }
}

/// <summary>Objects of an S3-compatible store.</summary>
public sealed record S3Source
{
    /// <summary>The address of the store.</summary>
    [Length(8, 512), Pattern(Patterns.WebAddress)]
    public required string Endpoint { get; init; }

    /// <summary>The bucket.</summary>
    [Length(3, 63), Pattern(Patterns.DnsName)]
    public required string Bucket { get; init; }

    /// <summary>What the keys begin with; left out, all of the bucket.</summary>
    [Length(1, 512)]
    public string? Prefix { get; init; }

    /// <summary>The Secret whose key holds <c>access-key:secret-key</c>; left out, the bucket is public.</summary>
    public SecretKeyRef? CredentialsRef { get; init; }
}
