using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;

namespace VoiceAgent.Runtime.Identity.Tokens;

/// <summary>One opened key. Lives as long as the process: tokens may be signed or verified with it at any moment.</summary>
internal sealed class SigningKey
{
    public SigningKey(string id, DateTimeOffset activeAt, ECDsa key)
    {
        Id = id;
        ActiveAt = activeAt;
        var open = new ECDsaSecurityKey(ECDsa.Create(key.ExportParameters(includePrivateParameters: false))) { KeyId = id };
        Public = open;
        Credentials = new SigningCredentials(new ECDsaSecurityKey(key) { KeyId = id }, SecurityAlgorithms.EcdsaSha256);
    }

    public string Id { get; }

    public DateTimeOffset ActiveAt { get; }

    public SecurityKey Public { get; }

    public SigningCredentials Credentials { get; }

    /// <summary>As RFC 7517 writes it.</summary>
    public JsonWebKeyResponse ToResponse()
    {
        var point = ((ECDsaSecurityKey)Public).ECDsa.ExportParameters(includePrivateParameters: false).Q;
        return new JsonWebKeyResponse("EC", "sig", "ES256", Id, "P-256", Base64UrlEncoder.Encode(point.X), Base64UrlEncoder.Encode(point.Y));
    }
}

/// <summary>A public key, https://www.rfc-editor.org/rfc/rfc7517.</summary>
internal sealed record JsonWebKeyResponse(string Kty, string Use, string Alg, string Kid, string Crv, string X, string Y);

/// <summary>The published keys.</summary>
internal sealed record JsonWebKeysResponse(IReadOnlyList<JsonWebKeyResponse> Keys);

/// <summary>What was read from the database, ordered by the moment each key takes over.</summary>
internal sealed record RingSnapshot(DateTimeOffset ReadAt, IReadOnlyList<SigningKey> Keys)
{
    public static RingSnapshot Empty { get; } = new(DateTimeOffset.MinValue, []);

    public SigningKey? Active(DateTimeOffset now) => Keys.LastOrDefault(key => key.ActiveAt <= now);

    /// <summary>All but those whose successor took over longer ago than <paramref name="retirement"/>.</summary>
    public IReadOnlyList<SigningKey> Believed(DateTimeOffset now, TimeSpan retirement) =>
        [.. Keys.Where((_, index) => index + 1 >= Keys.Count || Keys[index + 1].ActiveAt + retirement > now)];
}
