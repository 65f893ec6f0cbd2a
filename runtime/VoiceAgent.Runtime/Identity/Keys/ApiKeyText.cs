using System.Security.Cryptography;
using System.Text;

namespace VoiceAgent.Runtime.Identity.Keys;

/// <summary>
/// <c>vak_TENANT_IDSECRETCHECK</c>: a prefix that scanners of leaked secrets look for, an identifier that may be shown, 190 bits of
/// chance, and a checksum that tells a mistyped key from a wrong one without asking the database.
/// </summary>
internal sealed record ApiKeyText(string TenantId, string Id, string Secret)
{
    public const string Prefix = "vak_";

    private const int IdLength = 10;
    private const int SecretLength = 32;
    private const int CheckLength = 6;
    private const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    public static ApiKeyText Create(string tenant) => new(tenant, RandomNumberGenerator.GetString(Alphabet, IdLength), RandomNumberGenerator.GetString(Alphabet, SecretLength));

    /// <summary>The same key with another secret.</summary>
    public ApiKeyText Rotate() => this with { Secret = RandomNumberGenerator.GetString(Alphabet, SecretLength) };

    /// <summary>What may be shown of it.</summary>
    public static string Shown(string tenant, string id) => $"{Prefix}{tenant}_{id}…";

    /// <summary>Null for anything that is no such key, a mistyped one included.</summary>
    public static ApiKeyText? Read(string text)
    {
        if (!text.StartsWith(Prefix, StringComparison.Ordinal) || text.Length > 160 || text.LastIndexOf('_') is var end && end <= Prefix.Length)
        {
            return null;
        }

        var key = text[(end + 1)..];
        if (key.Length != IdLength + SecretLength + CheckLength)
        {
            return null;
        }

        var read = new ApiKeyText(text[Prefix.Length..end], key[..IdLength], key.Substring(IdLength, SecretLength));
        return read.ToString() == text ? read : null;
    }

    public override string ToString() => $"{Prefix}{TenantId}_{Id}{Secret}{Check()}";

    private string Check()
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{TenantId}_{Id}{Secret}"));
        return string.Concat(hash.Take(CheckLength).Select(value => Alphabet[value % Alphabet.Length]));
    }
}
