using System.Text.Json.Nodes;

namespace VoiceAgent.Runtime.Hosting.Contract;

/// <summary>
/// Turns the API's description into a Postman collection, https://schema.postman.com/collection/json/v2.1.0/draft-07/docs/index.html, whose
/// folders are the areas of the API. It logs in first; every answer is checked to be one that the API may give.
/// </summary>
internal static class PostmanCollection
{
    private const string Schema = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json";

    public static JsonObject From(JsonNode contract)
    {
        var folders = new SortedDictionary<string, JsonArray>(StringComparer.Ordinal);
        foreach (var (path, operations) in contract["paths"]!.AsObject())
        {
            foreach (var (method, operation) in operations!.AsObject())
            {
                var tag = operation!["tags"]?[0]?.GetValue<string>() ?? "other";
                folders.TryAdd(tag, []);
                folders[tag].Add(Request(contract, method.ToUpperInvariant(), path, operation));
            }
        }

        var items = new JsonArray(Login());
        foreach (var (tag, requests) in folders)
        {
            items.Add(new JsonObject { ["name"] = tag, ["item"] = requests });
        }

        return new JsonObject
        {
            ["info"] = new JsonObject { ["name"] = "VoiceAgent", ["schema"] = Schema },
            ["auth"] = Bearer(),
            ["item"] = items,
        };
    }

    /// <summary>What differs between installations.</summary>
    public static JsonObject Environment() => new()
    {
        ["name"] = "VoiceAgent on this machine",
        ["values"] = new JsonArray(
            Setting("baseUrl", "http://localhost:8080"), Setting("email", "owner@brightsmile.example"), Setting("password", ""), Setting("accessToken", ""), Setting("refreshToken", "")),
    };

    private static JsonObject Login()
    {
        var login = Named("Log in", "POST", "/api/v1/auth/login", [], """{"email":"{{email}}","password":"{{password}}"}""");
        login["request"]!["auth"] = new JsonObject { ["type"] = "noauth" };
        login["event"] = Test(
            "pm.test('logged in', () => pm.response.to.have.status(200));",
            "const answer = pm.response.json();",
            "pm.environment.set('accessToken', answer.accessToken);",
            "pm.environment.set('refreshToken', answer.refreshToken);");
        return login;
    }

    private static JsonObject Request(JsonNode contract, string method, string path, JsonNode operation)
    {
        var summary = operation["summary"]?.GetValue<string>() ?? $"{method} {path}";
        var query = (operation["parameters"]?.AsArray() ?? []).Where(parameter => parameter!["in"]!.GetValue<string>() == "query")
            .Select(parameter => parameter!["name"]!.GetValue<string>());
        var body = operation["requestBody"]?["content"]?["application/json"]?["schema"] is { } schema ? Example(contract, schema, 0)?.ToJsonString() : null;
        var item = Named(summary, method, path, query, body);
        var needsLogin = operation["security"] is not null;

        // A list and one's own things are there; a thing that is named by a made-up identifier is not; a made-up body may be refused.
        var isPlainRead = method == "GET" && !path.Contains('{', StringComparison.Ordinal);
        item["event"] = isPlainRead && needsLogin
            ? Test("pm.test('is answered, or refused to this role', () => pm.expect(pm.response.code).to.be.oneOf([200, 403]));")
            : Test(
                "pm.test('is never our fault', () => pm.expect(pm.response.code).to.be.below(500));",
                "pm.test('a refusal has a code', () => { if (pm.response.code >= 400) { pm.expect(pm.response.json().code).to.be.a('string'); } });");
        if (needsLogin)
        {
            item["event"]![0]!["script"]!["exec"]!.AsArray().Add("pm.test('knows who asks', () => pm.expect(pm.response.code).to.not.equal(401));");
        }
        else
        {
            item["request"]!["auth"] = new JsonObject { ["type"] = "noauth" };
        }

        return item;
    }

    private static JsonObject Named(string name, string method, string path, IEnumerable<string> query, string? body)
    {
        var filled = System.Text.RegularExpressions.Regex.Replace(path, @"\{(\w+)\}", "01a20b10-0000-7000-8000-000000000000");
        var request = new JsonObject
        {
            ["method"] = method,
            ["header"] = body is null ? [] : new JsonArray(new JsonObject { ["key"] = "Content-Type", ["value"] = "application/json" }),
            ["url"] = new JsonObject
            {
                ["raw"] = "{{baseUrl}}" + filled,
                ["host"] = new JsonArray("{{baseUrl}}"),
                ["path"] = new JsonArray([.. filled.Trim('/').Split('/').Select(part => JsonValue.Create(part))]),
                ["query"] = new JsonArray([.. query.Select(key => new JsonObject { ["key"] = key, ["value"] = "", ["disabled"] = true })]),
            },
        };
        if (body is not null)
        {
            request["body"] = new JsonObject { ["mode"] = "raw", ["raw"] = body };
        }

        return new JsonObject { ["name"] = name, ["request"] = request };
    }

    private static JsonNode? Example(JsonNode contract, JsonNode schema, int depth)
    {
        if (schema["$ref"]?.GetValue<string>() is { } reference)
        {
            return depth > 5 ? null : Example(contract, contract["components"]!["schemas"]![reference.Split('/')[^1]]!, depth + 1);
        }

        if (schema["enum"] is JsonArray { Count: > 0 } words)
        {
            return words[0]?.DeepClone();
        }

        if (schema["properties"] is JsonObject properties)
        {
            var required = (schema["required"]?.AsArray() ?? []).Select(name => name!.GetValue<string>()).ToHashSet(StringComparer.Ordinal);
            return new JsonObject(properties.Where(property => required.Contains(property.Key))
                .Select(property => KeyValuePair.Create(property.Key, Example(contract, property.Value!, depth + 1))));
        }

        return (schema["type"] as JsonValue)?.GetValue<string>() switch
        {
            "array" => new JsonArray(),
            "boolean" => false,
            "integer" or "number" => 1,
            _ => "example",
        };
    }

    private static JsonArray Test(params string[] lines) =>
    [
        new JsonObject
        {
            ["listen"] = "test",
            ["script"] = new JsonObject { ["type"] = "text/javascript", ["exec"] = new JsonArray([.. lines.Select(line => JsonValue.Create(line))]) },
        },
    ];

    private static JsonObject Bearer() => new()
    {
        ["type"] = "bearer",
        ["bearer"] = new JsonArray(new JsonObject { ["key"] = "token", ["value"] = "{{accessToken}}", ["type"] = "string" }),
    };

    private static JsonObject Setting(string key, string value) => new() { ["key"] = key, ["value"] = value, ["enabled"] = true };
}
