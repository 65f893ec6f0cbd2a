using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace VoiceAgent.Kubernetes.Tests.StandIn;

/// <summary>GET: one object, a list in pages, or a watch.</summary>
internal sealed class StandInReads(Storage storage, WatchHub watches)
{
    private int _expireContinues;

    internal int ExpireContinues
    {
        set => _expireContinues = value;
    }

    internal async Task ReadAsync(HttpContext context, Target target)
    {
        var partial = IsPartial(context.Request);
        if (target.Name is not null)
        {
            var found = storage.Find(target.Group, target.Plural, target.Namespace, target.Name);
            await (found is null
                ? Answers.StatusAsync(context, 404, "NotFound")
                : Answers.JsonAsync(context, 200, partial ? Partial(found) : found));
            return;
        }

        var query = context.Request.Query;
        var token = (string?)query["continue"];
        if (token is not null && Interlocked.Decrement(ref _expireContinues) >= 0)
        {
            await Answers.StatusAsync(context, 410, "Expired", "the provided continue parameter is too old");
            return;
        }

        if (token is not null && (query.ContainsKey("resourceVersion") || query.ContainsKey("resourceVersionMatch")))
        {
            await Answers.StatusAsync(context, 400, "BadRequest", "resourceVersion is forbidden with continue");
            return;
        }

        if (query.ContainsKey("resourceVersionMatch") && !query.ContainsKey("resourceVersion"))
        {
            await Answers.StatusAsync(context, 400, "BadRequest", "resourceVersionMatch is forbidden unless resourceVersion is provided");
            return;
        }

        await ListAsync(context, target, token, partial);
    }

    internal async Task WatchAsync(HttpContext context, Target target)
    {
        var from = long.Parse(context.Request.Query["resourceVersion"].ToString() is { Length: > 0 } text ? text : "0", CultureInfo.InvariantCulture);
        var seconds = int.TryParse(context.Request.Query["timeoutSeconds"], CultureInfo.InvariantCulture, out var asked) ? asked : 3600;
        var partial = IsPartial(context.Request);
        context.Response.ContentType = "application/json";
        await watches.ServeAsync(context, target, from, TimeSpan.FromSeconds(seconds), obj => Selected(context.Request, obj), partial ? Partial : null);
    }

    private async Task ListAsync(HttpContext context, Target target, string? token, bool partial)
    {
        var (version, all) = storage.List(target.Group, target.Plural, target.Namespace);
        all = [.. all.Where(obj => Selected(context.Request, obj))];
        var offset = token is null ? 0 : int.Parse(token, CultureInfo.InvariantCulture);
        var limit = int.TryParse(context.Request.Query["limit"], CultureInfo.InvariantCulture, out var asked) && asked > 0 ? asked : int.MaxValue;
        var page = all.Skip(offset).Take(limit).ToList();
        foreach (var item in page)
        {
            // As the real server does for built-in kinds: the list names the kind, its items do not.
            item.Remove("apiVersion");
            item.Remove("kind");
        }

        var metadata = new JsonObject { ["resourceVersion"] = version.ToString(CultureInfo.InvariantCulture) };
        if (offset + page.Count < all.Count)
        {
            metadata["continue"] = (offset + page.Count).ToString(CultureInfo.InvariantCulture);
        }

        await Answers.JsonAsync(context, 200, new JsonObject
        {
            ["kind"] = partial ? "PartialObjectMetadataList" : "List",
            ["apiVersion"] = "v1",
            ["metadata"] = metadata,
            ["items"] = new JsonArray([.. page.Select(item => (JsonNode)(partial ? Partial(item) : item))]),
        });
    }

    private static bool IsPartial(HttpRequest request) => request.Headers.Accept.ToString().Contains("as=PartialObjectMetadata", StringComparison.Ordinal);

    private static JsonObject Partial(JsonObject obj) => new()
    {
        ["kind"] = "PartialObjectMetadata",
        ["apiVersion"] = "meta.k8s.io/v1",
        ["metadata"] = obj["metadata"]?.DeepClone(),
    };

    private static bool Selected(HttpRequest request, JsonObject obj)
    {
        var labels = obj["metadata"]?["labels"] as JsonObject;
        return Terms(request.Query["labelSelector"]).All(term =>
        {
            var parts = term.Split('=', 2);
            return (string?)labels?[parts[0]] == parts[1];
        });
    }

    private static string[] Terms(string? selector) => string.IsNullOrEmpty(selector) ? [] : selector.Split(',');
}
