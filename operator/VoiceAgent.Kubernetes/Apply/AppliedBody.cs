using System.Text.Json.Nodes;
using VoiceAgent.Kubernetes.Api;

namespace VoiceAgent.Kubernetes.Apply;

/// <summary>The body of an apply: the fields that the manager wishes to own, and the hash of that wish as an annotation.</summary>
internal sealed record AppliedBody(ObjectKey Key, JsonObject Json, string Hash)
{
    // Set by the server, or someone else's: applying them would claim them, or be refused.
    private static readonly string[] ServerFields =
    [
        "uid", "resourceVersion", "generation", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds", "managedFields", "selfLink",
    ];

    internal static AppliedBody Of(object desired, ResourceKind kind, string hashAnnotation)
    {
        var json = (JsonObject)ApiJson.ToNode(desired);
        json.Remove("status");
        json["apiVersion"] = kind.ApiVersion;
        json["kind"] = kind.Kind;
        var metadata = json["metadata"] as JsonObject;
        if (metadata?["name"]?.GetValue<string>() is not { Length: > 0 } name)
        {
            throw new ArgumentException($"A {kind.Kind} to apply needs metadata.name.", nameof(desired));
        }

        foreach (var field in ServerFields)
        {
            metadata.Remove(field);
        }

        var annotations = metadata["annotations"] as JsonObject;
        annotations?.Remove(hashAnnotation);
        var hash = CanonicalJson.Hash(json);
        if (annotations is null)
        {
            metadata["annotations"] = annotations = [];
        }

        annotations[hashAnnotation] = hash;
        return new AppliedBody(new ObjectKey(metadata["namespace"]?.GetValue<string>(), name), json, hash);
    }
}
