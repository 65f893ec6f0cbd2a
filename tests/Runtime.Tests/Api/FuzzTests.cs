using System.Text;
using System.Text.Json.Nodes;
using VoiceAgent.Runtime.Identity.Access;
using VoiceAgent.Runtime.Tests.Identity;
using VoiceAgent.Runtime.Tests.Storage;
using Xunit;

namespace VoiceAgent.Runtime.Tests.Api;

public sealed class FuzzOnSqlite(SqliteTestDatabase database) : FuzzTests<SqliteTestDatabase>(database);

public sealed class FuzzOnPostgres(PostgresTestDatabase database) : FuzzTests<PostgresTestDatabase>(database);

/// <summary>C2 and C3 of the security checklist: requests drawn from the contract, wrong in every way. The seed makes them the same each time.</summary>
public abstract class FuzzTests<TDatabase>(TDatabase database) : IClassFixture<TDatabase>
    where TDatabase : TestDatabase
{
    private const int Requests = 5_000;

    private static readonly JsonNode Contract = JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Root, "runtime", "openapi.json")))!;

    private readonly Random _random = new(20261124);

    [Fact]
    public async Task No_request_drawn_from_the_contract_breaks_the_server_or_hangs()
    {
        await using var host = await IdentityHost.StartAsync(database);
        var (tenant, _) = await host.FoundAsync(VoiceAgent.Runtime.Tenancy.Registration.Open);
        using var owner = await host.FastClientAsync(tenant, Role.Owner);
        await host.FoundAsync(role: Role.PlatformAdmin, tenant: "platform");
        using var admin = await host.FastClientAsync("platform", Role.PlatformAdmin);
        var operations = Operations().ToList();
        Assert.True(operations.Count > 35, $"{operations.Count} operations");
        var broken = new List<string>();
        var seen = new HashSet<int>();

        for (var turn = 0; turn < Requests; turn++)
        {
            var (method, path, operation) = operations[_random.Next(operations.Count)];
            using var request = Draw(method, path, operation);
            var client = _random.Next(3) switch { 0 => host.Http, 1 => admin, _ => owner };
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30), TimeProvider.System);
            using var response = await client.SendAsync(request, limit.Token);
            seen.Add((int)response.StatusCode);
            if ((int)response.StatusCode >= 500)
            {
                broken.Add($"{(int)response.StatusCode} {method} {request.RequestUri} {await Body(request)}");
            }
        }

        Assert.Empty(broken.Take(10));

        // The requests got everywhere: past the readers, past the policies, into the handlers.
        int[] expected = [200, 201, 202, 204, 400, 401, 403, 404, 415];
        Assert.True(expected.All(seen.Contains), string.Join(' ', seen.Order()));
    }

    private static async Task<string> Body(HttpRequestMessage request)
    {
        var text = request.Content is null ? "" : await request.Content.ReadAsStringAsync();
        return text[..Math.Min(300, text.Length)];
    }

    private static IEnumerable<(HttpMethod Method, string Path, JsonObject Operation)> Operations() =>
        from path in Contract["paths"]!.AsObject()
        where !path.Key.Contains("/calls", StringComparison.Ordinal)
        from operation in path.Value!.AsObject()
        where operation.Key is "get" or "post" or "patch" or "delete" or "put"
        select (new HttpMethod(operation.Key.ToUpperInvariant()), path.Key, operation.Value!.AsObject());

    private HttpRequestMessage Draw(HttpMethod method, string path, JsonObject operation)
    {
        var query = new List<string>();
        foreach (var parameter in operation["parameters"]?.AsArray() ?? [])
        {
            var name = parameter!["name"]!.GetValue<string>();
            if (parameter["in"]!.GetValue<string>() == "path")
            {
                path = path.Replace($"{{{name}}}", Uri.EscapeDataString(Text()), StringComparison.Ordinal);
            }
            else if (_random.Next(2) == 0)
            {
                query.Add($"{name}={Uri.EscapeDataString(Text())}");
            }
        }

        var request = new HttpRequestMessage(method, new Uri(path + (query.Count > 0 ? "?" + string.Join('&', query) : ""), UriKind.Relative));
        if (operation["requestBody"]?["content"]?["application/json"]?["schema"] is { } schema)
        {
            request.Content = new ByteArrayContent(Mangle(Encoding.UTF8.GetBytes(Value(schema, 0)?.ToJsonString() ?? "null")));
            request.Content.Headers.TryAddWithoutValidation("Content-Type", _random.Next(20) == 0 ? Ascii() : "application/json");
        }

        foreach (var header in new[] { "Idempotency-Key", "If-Match", "X-VoiceAgent-CSRF", "Cookie", "User-Agent" }.Where(_ => _random.Next(4) == 0))
        {
            request.Headers.TryAddWithoutValidation(header, Ascii());
        }

        return request;
    }

    private JsonNode? Value(JsonNode schema, int depth)
    {
        if (depth > 6 || _random.Next(12) == 0)
        {
            return Anything();
        }

        if (schema["$ref"]?.GetValue<string>() is { } reference)
        {
            return Value(Contract["components"]!["schemas"]![reference.Split('/')[^1]]!, depth + 1);
        }

        if (schema["enum"] is JsonArray words && _random.Next(3) > 0)
        {
            return words[_random.Next(words.Count)]?.DeepClone();
        }

        if (schema["properties"] is JsonObject properties)
        {
            var made = new JsonObject();
            foreach (var property in properties.Where(_ => _random.Next(10) > 0))
            {
                made[property.Key] = Value(property.Value!, depth + 1);
            }

            if (_random.Next(15) == 0)
            {
                made[Text()] = Anything();
            }

            return made;
        }

        return Kind(schema) switch
        {
            "string" => Text(),
            "boolean" => _random.Next(2) == 0,
            "integer" or "number" => JsonValue.Create(Number()),
            "array" => new JsonArray([.. Enumerable.Range(0, _random.Next(4)).Select(_ => Value(schema["items"] ?? new JsonObject(), depth + 1))]),
            _ => Anything(),
        };
    }

    private static string? Kind(JsonNode schema) => schema["type"] switch
    {
        JsonArray kinds => kinds.Select(kind => kind!.GetValue<string>()).FirstOrDefault(kind => kind != "null"),
        JsonValue kind => kind.GetValue<string>(),
        _ => null,
    };

    private JsonNode? Anything() => _random.Next(7) switch
    {
        0 => null,
        1 => _random.Next(2) == 0,
        2 => JsonValue.Create(Number()),
        3 => new JsonArray(Text(), null, 1),
        4 => new JsonObject { [Text()] = Text() },
        _ => Text(),
    };

    private double Number() => _random.Next(6) switch { 0 => 0, 1 => -1, 2 => 1e300, 3 => int.MaxValue + 1d, 4 => 0.5, _ => _random.Next(1, 100) };

    private string Ascii() => new([.. Text().Where(letter => letter is > ' ' and < '\u007f').Take(2_000)]);

    private string Text() => _random.Next(22) switch
    {
        0 => "",
        1 => " ",
        2 => "a@b.example",
        3 => Guid.NewGuid().ToString(),
        4 => new string('x', _random.Next(1, 5_000)),
        5 => "' OR 1=1 --",
        6 => "../../etc/passwd",
        7 => "\u0000",
        8 => "‮evil\u200b",
        9 => "🦊é\u0301",
        10 => "{{7*7}}${jndi:ldap://x}",
        11 => "<script>alert(1)</script>",
        12 => "2026-13-45T99:99:99Z",
        13 => "9999-12-31T23:59:59.9999999Z",
        14 => "0001-01-01T00:00:00+14:00",
        15 => "-1",
        16 => "99999999999999999999",
        17 => "a..b@" + new string('c', 300),
        18 => "tenant.00000000000000000000000000000000.secret",
        19 => "var_x_AAAA",
        20 => "vat_x.y.z",
        _ => "plum-Kettle-94-orbit",
    };

    private byte[] Mangle(byte[] body)
    {
        switch (_random.Next(14))
        {
            case 0:
                return body[..(body.Length / 2)];
            case 1 when body.Length > 2:
                body[_random.Next(body.Length)] = (byte)_random.Next(256);
                return body;
            case 2 when body is [(byte)'{', _, ..] && body.Length > 2:
                return [.. body[..^1], .. ","u8, .. body[1..]];
            case 3:
                return [0xFF, 0xFE, .. body];
            case 4:
                return [.. body, .. body];
            case 5:
                return [.. Enumerable.Repeat((byte)'[', 2_000)];
            case 6:
                return Encoding.UTF8.GetBytes("{\"email\":\"\\ud800\",\"password\":\"\\udfff\"}");
            default:
                return body;
        }
    }
}
