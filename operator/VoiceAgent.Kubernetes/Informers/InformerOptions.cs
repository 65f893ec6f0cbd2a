using System.ComponentModel.DataAnnotations;
using k8s;
using k8s.Models;
using VoiceAgent.Kubernetes.Api;

namespace VoiceAgent.Kubernetes.Informers;

/// <summary>What one cache holds. Two requests with equal kind and selection share one cache.</summary>
/// <typeparam name="T">The objects' type; <see cref="PartialObjectMetadata"/> caches metadata alone.</typeparam>
public sealed record InformerOptions<T>
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    /// <summary>The kind; by default that of <typeparamref name="T"/>. Required for <see cref="PartialObjectMetadata"/>.</summary>
    public ResourceKind? Kind { get; init; }

    /// <summary>Which objects; by default all of the kind.</summary>
    public Selection Selection { get; init; } = Selection.All;

    /// <summary>What is taken off an object before caching, after <see cref="Transforms.Lean{T}"/>. Smaller objects, smaller process.</summary>
    public Func<T, T>? Transform { get; init; }
}

/// <summary>The patience of the list and watch loops. Defaults follow client-go.</summary>
public sealed class WatchOptions
{
    /// <summary>Objects per page of a LIST, 1–10 000. Default 500.</summary>
    [Range(1, 10_000)]
    public int PageSize { get; set; } = 500;

    /// <summary>The server is asked to end a watch after a random time of at least this, 1 s – 1 day. Default 5 min.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan ShortestWatch { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>…and of at most this, 1 s – 1 day. Default 10 min.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan LongestWatch { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>A watch that outlives its agreed end by this is taken for dead and opened anew, 0.1 s – 10 min. Default 60 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")]
    public TimeSpan WatchGrace { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How long the server may take until a watch's headers are here, 0.1 s – 10 min. Default 60 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")]
    public TimeSpan HeaderTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Once a watch has carried a bookmark, silence longer than this means it is dead: servers send one about every minute. 1 s – 1 day, default 3 min.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan LongestSilence { get; set; } = TimeSpan.FromMinutes(3);

    /// <summary>A watch that ends sooner than this counts as a failure, so that a server which closes at once is not asked in a tight loop, 0–1 min. Default 1 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan VeryShortWatch { get; set; } = TimeSpan.FromSeconds(1);

    internal Timing.BackoffOptions Backoff { get; set; } = new();
}
