using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Tokens;
using VoiceAgent.Runtime.Identity.Tokens;
using VoiceAgent.Runtime.Tenancy;
using VoiceAgent.Runtime.Tests.Storage;
using Xunit;

namespace VoiceAgent.Runtime.Tests.Identity;

public sealed class AccessTokenAttackOnSqlite(SqliteTestDatabase database) : AccessTokenAttackTests<SqliteTestDatabase>(database);

public sealed class AccessTokenAttackOnPostgres(PostgresTestDatabase database) : AccessTokenAttackTests<PostgresTestDatabase>(database);

/// <summary>A13 of the security checklist. Every row is a token that must open nothing, at the API and at the socket's door alike.</summary>
public abstract class AccessTokenAttackTests<TDatabase>(TDatabase database) : IClassFixture<TDatabase>
    where TDatabase : TestDatabase
{
    private static readonly string[] Attacks =
    [
        "alg none", "alg None", "alg NONE", "alg nOnE", "alg none with signature kept", "alg missing", "alg empty", "alg null",
        "alg HS256 signed with public key in PEM", "alg HS256 signed with public point", "alg HS256 signed with empty key", "alg HS512",
        "alg RS256 header on our signature", "alg ES384 header on our signature", "alg ES256K header", "alg PS256 header", "alg EdDSA header",
        "alg RS256 by a stranger", "alg ES256 by a stranger under our kid", "alg ES256 by a stranger with own kid",
        "kid missing", "kid empty", "kid unknown", "kid with a path", "kid with SQL", "kid as number", "kid of 100 KB",
        "jwk header with the stranger's key", "jku header", "x5u header", "x5c header", "crit header",
        "typ JWT", "typ missing", "typ id_token", "typ at+jwt with another case and blank",
        "iss other", "iss missing", "iss list", "aud other", "aud missing", "aud empty list",
        "exp passed by 31 s", "exp missing", "exp as text", "exp negative", "nbf in 31 s", "nbf as text",
        "payload changed to Owner", "payload changed tenant", "payload not JSON", "payload empty", "payload duplicate claim signed by us",
        "signature empty", "signature zeros", "signature as DER", "signature half", "signature doubled", "signature of another token",
        "sid missing signed by us", "sid unknown signed by us", "tid missing signed by us", "tid other signed by us", "ver old signed by us", "ver missing signed by us",
        "role invented signed by us", "sub missing signed by us", "one part", "two parts", "four parts", "five parts as JWE", "100 KB of dots", "100 KB token",
        "header not JSON", "header list", "blank inside", "unicode inside", "NUL inside",
    ];

    [Fact]
    public async Task No_forged_stolen_or_broken_token_opens_anything()
    {
        await using var host = await IdentityHost.StartAsync(database);
        var (_, email) = await host.FoundAsync();
        var (other, _) = await host.FoundAsync();
        var good = (await host.LoginAsync(email)).Access;
        var forge = new Forge(good, other, (await host.Services.GetRequiredService<KeyRing>().ActiveAsync(CancellationToken.None)), host.Time.GetUtcNow());
        var door = host.Services.GetRequiredService<ICredentialVerifier>();
        Assert.True(Attacks.Length >= 40);
        Assert.Equal(HttpStatusCode.OK, await AskAsync(host, good));
        Assert.NotNull(await door.VerifyAsync(good, CancellationToken.None));
        Assert.Equal(HttpStatusCode.OK, await AskAsync(host, forge.Make("control: resigned by us")));

        var opened = new List<string>();
        foreach (var attack in Attacks)
        {
            var token = forge.Make(attack);
            if (await AskAsync(host, token) is var status && status != HttpStatusCode.Unauthorized && status != HttpStatusCode.RequestHeaderFieldsTooLarge
                && status != HttpStatusCode.BadRequest)
            {
                opened.Add($"{attack}: API {(int)status}");
            }

            if (await door.VerifyAsync(token, CancellationToken.None) is not null)
            {
                opened.Add($"{attack}: door");
            }
        }

        Assert.Empty(opened);
    }

    [Fact]
    public async Task A_token_with_any_bit_turned_opens_nothing()
    {
        await using var host = await IdentityHost.StartAsync(database);
        var (_, email) = await host.FoundAsync();
        var good = (await host.LoginAsync(email)).Access;
        var door = host.Services.GetRequiredService<ICredentialVerifier>();

        foreach (var place in Enumerable.Range(0, good.Length - 1).Where(place => good[place] != '.'))
        {
            var turned = $"{good[..place]}{(char)(good[place] ^ 1)}{good[(place + 1)..]}";
            Assert.True(await door.VerifyAsync(turned, CancellationToken.None) is null, $"Turned at {place} of {good.Length}.");
        }
    }

    [Fact]
    public async Task The_clock_may_be_off_by_thirty_seconds_and_no_more()
    {
        await using var host = await IdentityHost.StartAsync(database);
        var (_, email) = await host.FoundAsync();
        var good = (await host.LoginAsync(email)).Access;

        host.Time.Advance(TimeSpan.FromMinutes(10) + TimeSpan.FromSeconds(29));
        Assert.Equal(HttpStatusCode.OK, await AskAsync(host, good));
        host.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(host, good));
    }

    private static async Task<HttpStatusCode> AskAsync(IdentityHost host, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/me");
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + token);
        try
        {
            using var response = await host.Http.SendAsync(request);
            return response.StatusCode;
        }
        catch (HttpRequestException)
        {
            // The client or the server would not even carry it.
            return HttpStatusCode.BadRequest;
        }
    }

    private sealed class Forge(string good, string otherTenant, SigningKey key, DateTimeOffset now)
    {
        private readonly string[] _parts = good.Split('.');
        private readonly ECDsa _stranger = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        private JsonObject Header => JsonNode.Parse(Base64UrlEncoder.DecodeBytes(_parts[0]))!.AsObject();

        private JsonObject Payload => JsonNode.Parse(Base64UrlEncoder.DecodeBytes(_parts[1]))!.AsObject();

        public string Make(string attack)
        {
            var words = attack.Split(' ', 2);
            return words[0] switch
            {
                "control:" => Ours(_ => { }),
                "alg" => Algorithm(words[1]),
                "kid" => KeyName(words[1]),
                "jwk" or "jku" or "x5u" or "x5c" or "crit" => Pointing(words[0]),
                "typ" => Typed(words[1]),
                "iss" or "aud" or "exp" or "nbf" or "sid" or "tid" or "ver" or "role" or "sub" => Ours(payload => Claim(payload, words[0], words[1])),
                "payload" => Changed(words[1]),
                "signature" => Signature(words[1]),
                _ => Shape(attack),
            };
        }

        private string Algorithm(string kind)
        {
            var header = Header;
            var point = ((ECDsaSecurityKey)key.Public).ECDsa;
            switch (kind)
            {
                case "none" or "None" or "NONE" or "nOnE":
                    header["alg"] = kind;
                    return $"{Encode(header)}.{_parts[1]}.";
                case "none with signature kept":
                    header["alg"] = "none";
                    return $"{Encode(header)}.{_parts[1]}.{_parts[2]}";
                case "missing":
                    header.Remove("alg");
                    return Sign(header, Payload, ((ECDsaSecurityKey)key.Credentials.Key).ECDsa);
                case "empty" or "null":
                    header["alg"] = kind == "empty" ? "" : null;
                    return Sign(header, Payload, ((ECDsaSecurityKey)key.Credentials.Key).ECDsa);
                case "HS256 signed with public key in PEM":
                    return Hmac(header, Encoding.UTF8.GetBytes(point.ExportSubjectPublicKeyInfoPem()));
                case "HS256 signed with public point":
                    return Hmac(header, point.ExportSubjectPublicKeyInfo());
                case "HS256 signed with empty key":
                    return Hmac(header, []);
                case "HS512":
                    header["alg"] = "HS512";
                    return Text(header, Payload) is var text ? $"{text}.{Base64UrlEncoder.Encode(HMACSHA512.HashData(point.ExportSubjectPublicKeyInfo(), Encoding.UTF8.GetBytes(text)))}" : "";
                case "RS256 by a stranger":
                    using (var rsa = RSA.Create(2048))
                    {
                        header["alg"] = "RS256";
                        var unsigned = Text(header, Payload);
                        return $"{unsigned}.{Base64UrlEncoder.Encode(rsa.SignData(Encoding.UTF8.GetBytes(unsigned), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))}";
                    }

                case "ES256 by a stranger under our kid":
                    return Sign(header, Payload, _stranger);
                case "ES256 by a stranger with own kid":
                    header["kid"] = "stranger";
                    return Sign(header, Payload, _stranger);
                default:
                    header["alg"] = kind.Split(' ')[0];
                    return $"{Encode(header)}.{_parts[1]}.{_parts[2]}";
            }
        }

        private string KeyName(string kind)
        {
            var header = Header;
            switch (kind)
            {
                case "missing":
                    header.Remove("kid");
                    break;
                case "as number":
                    header["kid"] = 1;
                    break;
                default:
                    header["kid"] = kind switch { "empty" => "", "with a path" => "../../dev/null", "with SQL" => "' OR 1=1 --", "of 100 KB" => new string('k', 100_000), _ => "unknown" };
                    break;
            }

            return Sign(header, Payload, ((ECDsaSecurityKey)key.Credentials.Key).ECDsa);
        }

        private string Pointing(string name)
        {
            var header = Header;
            header["kid"] = "stranger";
            var point = _stranger.ExportParameters(false).Q;
            header[name] = name switch
            {
                "jwk" => new JsonObject { ["kty"] = "EC", ["crv"] = "P-256", ["kid"] = "stranger", ["x"] = Base64UrlEncoder.Encode(point.X), ["y"] = Base64UrlEncoder.Encode(point.Y) },
                "x5c" => new JsonArray(Convert.ToBase64String(_stranger.ExportSubjectPublicKeyInfo())),
                "crit" => new JsonArray("exp"),
                _ => "http://127.0.0.1:9/keys",
            };
            return Sign(header, Payload, _stranger);
        }

        private string Typed(string kind)
        {
            var header = Header;
            header["typ"] = kind switch { "JWT" => "JWT", "id_token" => "id_token", "missing" => null, _ => " AT+jwt" };
            if (kind == "missing")
            {
                header.Remove("typ");
            }

            return Sign(header, Payload, ((ECDsaSecurityKey)key.Credentials.Key).ECDsa);
        }

        private void Claim(JsonObject payload, string claim, string kind)
        {
            payload[claim] = (claim, kind) switch
            {
                (_, "missing" or "missing signed by us") => null,
                ("iss", "list") => new JsonArray("voiceagent", "other"),
                ("aud", "empty list") => new JsonArray(),
                ("exp", "passed by 31 s") => now.ToUnixTimeSeconds() - 31,
                ("exp", "negative") => -1,
                ("nbf", "in 31 s") => now.ToUnixTimeSeconds() + 32,
                ("exp" or "nbf", _) => "tomorrow",
                ("sid", _) => Guid.NewGuid().ToString(),
                ("tid", _) => otherTenant,
                ("ver", _) => 0,
                ("role", _) => "Emperor",
                _ => "other",
            };
            if (kind.StartsWith("missing", StringComparison.Ordinal))
            {
                payload.Remove(claim);
            }
        }

        private string Changed(string kind)
        {
            var payload = Payload;
            switch (kind)
            {
                case "duplicate claim signed by us":
                    var text = payload.ToJsonString();
                    return SignText($"{Encode(Header)}.{Base64UrlEncoder.Encode(text[..^1] + ",\"role\":\"PlatformAdmin\"}")}", ((ECDsaSecurityKey)key.Credentials.Key).ECDsa);
                case "changed to Owner":
                    payload["role"] = "PlatformAdmin";
                    break;
                case "changed tenant":
                    payload["tid"] = otherTenant;
                    break;
                default:
                    return $"{_parts[0]}.{(kind == "empty" ? "" : Base64UrlEncoder.Encode("not json"))}.{_parts[2]}";
            }

            return $"{_parts[0]}.{Encode(payload)}.{_parts[2]}";
        }

        private string Signature(string kind)
        {
            var signature = Base64UrlEncoder.DecodeBytes(_parts[2]);
            var changed = kind switch
            {
                "empty" => [],
                "zeros" => new byte[64],
                "as DER" => ((ECDsaSecurityKey)key.Credentials.Key).ECDsa.SignData(
                    Encoding.UTF8.GetBytes($"{_parts[0]}.{_parts[1]}"), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence),
                "half" => signature[..32],
                "doubled" => [.. signature, .. signature],
                _ => Base64UrlEncoder.DecodeBytes(Ours(payload => payload["jti"] = "another").Split('.')[2]),
            };
            return $"{_parts[0]}.{_parts[1]}.{Base64UrlEncoder.Encode(changed)}";
        }

        private string Shape(string kind) => kind switch
        {
            "one part" => _parts[0],
            "two parts" => $"{_parts[0]}.{_parts[1]}",
            "four parts" => $"{good}.{_parts[2]}",
            "five parts as JWE" => $"{good}.{_parts[1]}.{_parts[2]}",
            "100 KB of dots" => new string('.', 100_000),
            "100 KB token" => $"{_parts[0]}.{_parts[1]}{new string('A', 100_000)}.{_parts[2]}",
            "header not JSON" => $"{Base64UrlEncoder.Encode("no")}.{_parts[1]}.{_parts[2]}",
            "header list" => $"{Base64UrlEncoder.Encode("[]")}.{_parts[1]}.{_parts[2]}",
            "blank inside" => $"{_parts[0]}. {_parts[1]}.{_parts[2]}",
            "unicode inside" => $"{_parts[0]}.{_parts[1]}é.{_parts[2]}",
            "NUL inside" => $"{_parts[0]}.\0{_parts[1]}.{_parts[2]}",
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such attack."),
        };

        private string Ours(Action<JsonObject> change)
        {
            var payload = Payload;
            change(payload);
            return Sign(Header, payload, ((ECDsaSecurityKey)key.Credentials.Key).ECDsa);
        }

        private string Hmac(JsonObject header, byte[] secret)
        {
            header["alg"] = "HS256";
            var text = Text(header, Payload);
            return $"{text}.{Base64UrlEncoder.Encode(HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes(text)))}";
        }

        private static string Sign(JsonObject header, JsonObject payload, ECDsa with) => SignText(Text(header, payload), with);

        private static string SignText(string text, ECDsa with) => $"{text}.{Base64UrlEncoder.Encode(with.SignData(Encoding.UTF8.GetBytes(text), HashAlgorithmName.SHA256))}";

        private static string Text(JsonObject header, JsonObject payload) => $"{Encode(header)}.{Encode(payload)}";

        private static string Encode(JsonObject json) => Base64UrlEncoder.Encode(json.ToJsonString());
    }
}
