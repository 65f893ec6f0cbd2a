namespace VoiceAgent.Kubernetes.Api;

/// <summary>How a write is made.</summary>
public sealed record WriteOptions
{
    /// <summary>Who owns the written fields (<c>fieldManager</c>, at most 128 characters). Required for an apply.</summary>
    public string? FieldManager { get; init; }

    /// <summary>Take over fields that another manager owns instead of answering 409. Only for an apply.</summary>
    public bool Force { get; init; }

    /// <summary>Ask the server to validate and answer without storing.</summary>
    public bool DryRun { get; init; }

    /// <summary>Write a part of the object that has its own path, e.g. <c>status</c> or <c>scale</c>; null for the object itself.</summary>
    public string? Subresource { get; init; }

    /// <summary>The caller knows that the same request twice does no harm, so it may be sent again when its answer is lost.</summary>
    internal bool Repeatable { get; init; }
}

/// <summary>What a PATCH body means.</summary>
public enum PatchKind
{
    /// <summary>Server-side apply: the body holds exactly the fields that the manager owns.</summary>
    Apply,

    /// <summary>JSON merge patch (RFC 7386).</summary>
    Merge,

    /// <summary>JSON patch (RFC 6902).</summary>
    Json,
}

/// <summary>What is deleted along, and under which condition.</summary>
public sealed record DeleteOptions
{
    /// <summary>Delete only when the live object has this UID; otherwise 409. Guards against deleting a namesake.</summary>
    public string? Uid { get; init; }

    /// <summary>Delete only when the live object has this resource version; otherwise 409.</summary>
    public string? ResourceVersion { get; init; }

    /// <summary><c>Background</c> (default), <c>Foreground</c> or <c>Orphan</c>.</summary>
    public string Propagation { get; init; } = "Background";

    /// <summary>Ask the server to answer without deleting.</summary>
    public bool DryRun { get; init; }
}
