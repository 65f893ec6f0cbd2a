using VoiceAgent.Resources.Constraints;

namespace VoiceAgent.Resources.Objects;

/// <summary>The part of Kubernetes object metadata that VoiceAgent reads and writes.</summary>
public sealed record ObjectMeta
{
    /// <summary>The name, unique per kind and namespace.</summary>
    [Length(1, 63), Pattern(Patterns.DnsLabel)]
    public required string Name { get; init; }

    /// <summary>The namespace; null for kinds of the whole cluster.</summary>
    [Length(1, 63), Pattern(Patterns.DnsLabel)]
    public string? Namespace { get; init; }

    /// <summary>Identity over time, given by the API server.</summary>
    [Length(0, 64)]
    public string? Uid { get; init; }

    /// <summary>Opaque version, given by the API server.</summary>
    [Length(0, 64)]
    public string? ResourceVersion { get; init; }

    /// <summary>Counts changes of the spec, given by the API server.</summary>
    [Range(0, int.MaxValue)]
    public long? Generation { get; init; }

    /// <summary>When the object was created.</summary>
    public DateTimeOffset? CreationTimestamp { get; init; }

    /// <summary>When deletion was asked for; null as long as it was not.</summary>
    public DateTimeOffset? DeletionTimestamp { get; init; }

    /// <summary>Labels.</summary>
    [Each(0, 63)]
    public IReadOnlyDictionary<string, string> Labels { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>Annotations.</summary>
    [Each(0, 262144)]
    public IReadOnlyDictionary<string, string> Annotations { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>Finalizers.</summary>
    [Each(1, 316), ListSet]
    public IReadOnlyList<string> Finalizers { get; init; } = [];

    /// <summary>Owners.</summary>
    [ListMap("uid")]
    public IReadOnlyList<OwnerReference> OwnerReferences { get; init; } = [];
}

/// <summary>An object that owns another.</summary>
public sealed record OwnerReference
{
    /// <summary>Group and version of the owner.</summary>
    [Length(1, 316)]
    public required string ApiVersion { get; init; }

    /// <summary>Kind of the owner.</summary>
    [Length(1, 63)]
    public required string Kind { get; init; }

    /// <summary>Name of the owner.</summary>
    [Length(1, 253)]
    public required string Name { get; init; }

    /// <summary>Identity of the owner.</summary>
    [Length(1, 64)]
    public required string Uid { get; init; }

    /// <summary>True for the one owner that manages the object.</summary>
    public bool? Controller { get; init; }

    /// <summary>True when the owner's foreground deletion waits for the object.</summary>
    public bool? BlockOwnerDeletion { get; init; }
}
