using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace VoiceAgent.Kubernetes.Tests.StandIn;

/// <summary>POST, PUT, PATCH and DELETE, with optimistic concurrency and preconditions.</summary>
internal sealed class StandInWrites(Storage storage)
{
    // Writes are one at a time, as etcd makes them.
    private readonly Lock _gate = new();

    /// <summary>Writes that changed something.</summary>
    internal int Changes { get; private set; }

    internal async Task<(int Code, JsonObject Body)> CarryOutAsync(HttpRequest request, Target target)
    {
        var body = request.ContentLength is 0 ? [] : (JsonObject)(await JsonNode.ParseAsync(request.Body))!;
        var query = new WriteQuery(
            request.Query["fieldManager"].ToString(), request.Query["force"] == "true", request.Query["dryRun"] == "All", request.ContentType ?? "");
        lock (_gate)
        {
            var before = storage.Version;
            var answer = target.Method switch
            {
                "POST" => Create(target, body, query),
                "PUT" => Replace(target, body, query),
                "PATCH" when query.ContentType.StartsWith("application/apply-patch", StringComparison.Ordinal) => Apply(target, body, query),
                "PATCH" => Merge(target, body, query),
                "DELETE" => Delete(target, body),
                _ => (405, Answers.Status(405, "MethodNotAllowed")),
            };
            Changes += storage.Version > before ? 1 : 0;
            return answer;
        }
    }

    private (int Code, JsonObject Body) Create(Target target, JsonObject body, WriteQuery query)
    {
        var name = (string)body["metadata"]!["name"]!;
        var named = target with { Name = name };
        return Find(named) is not null ? (409, Answers.Status(409, "AlreadyExists")) : Store(named, body, query, 201);
    }

    private (int Code, JsonObject Body) Replace(Target target, JsonObject body, WriteQuery query)
    {
        if (Find(target) is not { } before)
        {
            return (404, Answers.Status(404, "NotFound"));
        }

        return Refuse(before, body) ?? Store(target, Scoped(target, before, body), query, 200);
    }

    private (int Code, JsonObject Body) Merge(Target target, JsonObject body, WriteQuery query)
    {
        if (Find(target) is not { } before)
        {
            return (404, Answers.Status(404, "NotFound"));
        }

        if (Refuse(before, body) is { } refusal)
        {
            return refusal;
        }

        var merged = (JsonObject)before.DeepClone();
        MergeInto(merged, body);
        return Store(target, Scoped(target, before, merged), query, 200);
    }

    private (int Code, JsonObject Body) Apply(Target target, JsonObject body, WriteQuery query)
    {
        if (query.Manager.Length == 0)
        {
            return (400, Answers.Status(400, "BadRequest", "fieldManager is required for apply patch"));
        }

        var before = Find(target);
        if (before is null && target.Subresource is not null)
        {
            return (404, Answers.Status(404, "NotFound"));
        }

        if (Refuse(before ?? [], body) is { } refusal)
        {
            return refusal;
        }

        var merged = (JsonObject?)before?.DeepClone() ?? new JsonObject { ["apiVersion"] = body["apiVersion"]?.DeepClone(), ["kind"] = body["kind"]?.DeepClone() };
        var manager = target.Subresource is null ? query.Manager : $"{query.Manager}/{target.Subresource}";
        var conflicts = Ownership.Apply(merged, body, manager, query.Force);
        if (conflicts.Count > 0)
        {
            var causes = new JsonArray([.. conflicts.Select(conflict => (JsonNode)new JsonObject
            {
                ["reason"] = "FieldManagerConflict",
                ["field"] = conflict.Field,
                ["message"] = $"conflict with \"{conflict.Manager}\" using v1",
            })]);
            return (409, Answers.Status(409, "Conflict", "Apply failed with conflicts", causes));
        }

        return Store(target, merged, query, before is null ? 201 : 200);
    }

    private (int Code, JsonObject Body) Delete(Target target, JsonObject body)
    {
        if (Find(target) is not { } before)
        {
            return (404, Answers.Status(404, "NotFound"));
        }

        if (body["preconditions"]?["uid"] is { } uid && (string?)uid != (string?)before["metadata"]!["uid"])
        {
            return (409, Answers.Status(409, "Conflict", "the UID in the precondition does not match"));
        }

        storage.Delete(target.Group, target.Plural, target.Namespace, target.Name!);
        return (200, before);
    }

    private (int Code, JsonObject Body) Store(Target target, JsonObject obj, WriteQuery query, int code)
    {
        if (!query.DryRun)
        {
            return (code, storage.Put(target.Group, target.Plural, target.Namespace, target.Name!, obj).Object);
        }

        Storage.Metadata(obj)["name"] = target.Name;
        Storage.Metadata(obj)["namespace"] = target.Namespace;
        return (code, obj);
    }

    private JsonObject? Find(Target target) => storage.Find(target.Group, target.Plural, target.Namespace, target.Name!);

    // A write of /status changes nothing else.
    private static JsonObject Scoped(Target target, JsonObject before, JsonObject after)
    {
        if (target.Subresource is null)
        {
            return after;
        }

        var scoped = (JsonObject)before.DeepClone();
        scoped["status"] = after["status"]?.DeepClone();
        return scoped;
    }

    private static (int Code, JsonObject Body)? Refuse(JsonObject before, JsonObject body)
    {
        foreach (var field in (string[])["uid", "resourceVersion"])
        {
            if (body["metadata"]?[field] is { } wanted && (string?)wanted is { Length: > 0 } && before["metadata"] is not null &&
                (string?)wanted != (string?)before["metadata"]![field])
            {
                return (409, Answers.Status(409, "Conflict", "the object has been modified"));
            }
        }

        return null;
    }

    private static void MergeInto(JsonObject into, JsonObject patch)
    {
        foreach (var (name, value) in patch)
        {
            if (value is null)
            {
                into.Remove(name);
            }
            else if (value is JsonObject inner && into[name] is JsonObject existing)
            {
                MergeInto(existing, inner);
            }
            else
            {
                into[name] = value.DeepClone();
            }
        }
    }

    private sealed record WriteQuery(string Manager, bool Force, bool DryRun, string ContentType);
}
