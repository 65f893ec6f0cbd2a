namespace VoiceAgent.Kubernetes.Api;

/// <summary>Which objects are listed or watched.</summary>
/// <param name="Namespace">One namespace, or null for all (or for a cluster-scoped kind).</param>
/// <param name="LabelSelector">A label selector, e.g. <c>app=web,tier!=test</c>.</param>
/// <param name="FieldSelector">A field selector, e.g. <c>type!=helm.sh/release.v1</c>.</param>
public sealed record Selection(string? Namespace = null, string? LabelSelector = null, string? FieldSelector = null)
{
    /// <summary>Everything of the kind, in all namespaces.</summary>
    public static Selection All { get; } = new();
}

/// <summary>One answer to a LIST.</summary>
/// <param name="Items">The objects that could be decoded.</param>
/// <param name="Undecodable">The keys of objects that exist but do not fit the type: they must not count as deleted.</param>
/// <param name="ResourceVersion">Where a watch has to begin.</param>
/// <param name="Continue">The token of the next page; null on the last one.</param>
internal sealed record ListPage<T>(
    IReadOnlyList<T> Items, IReadOnlyList<ObjectKey> Undecodable, string ResourceVersion, string? Continue);

/// <summary>The paging and freshness of one LIST request.</summary>
internal sealed record ListRequest(Selection Selection)
{
    internal int? Limit { get; init; }

    internal string? Continue { get; init; }

    /// <summary>Null: the newest state, read through etcd. "0": whatever the server has cached. Else: not older than this.</summary>
    internal string? ResourceVersion { get; init; }
}

/// <summary>Where a watch begins and when the server is asked to end it.</summary>
internal sealed record WatchRequest(Selection Selection, string ResourceVersion, TimeSpan Timeout, TimeSpan HeaderTimeout);
