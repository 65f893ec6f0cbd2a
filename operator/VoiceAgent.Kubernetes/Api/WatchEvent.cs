using k8s;
using k8s.Models;

namespace VoiceAgent.Kubernetes.Api;

/// <summary>One line of a watch.</summary>
/// <param name="Type">What happened.</param>
/// <param name="Object">The object; null for a bookmark, an error, or an object that does not fit its type.</param>
/// <param name="Metadata">The metadata, also of a bookmark or of an object that does not fit; null for an error.</param>
/// <param name="Status">The server's reason; only for an error.</param>
internal readonly record struct WatchEvent<T>(WatchEventType Type, T? Object, V1ObjectMeta? Metadata, V1Status? Status)
    where T : class;
