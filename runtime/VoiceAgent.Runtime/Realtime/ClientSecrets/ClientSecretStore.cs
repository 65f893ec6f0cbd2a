using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace VoiceAgent.Runtime.Realtime.ClientSecrets;

/// <summary>
/// The unexpired client secrets of this process, by SHA-256 of their value: memory that leaks holds nothing that opens a door.
/// A secret is 256 random bits, so that a plain hash is as good as a slow one.
/// </summary>
internal sealed class ClientSecretStore(IOptions<RealtimeOptions> options, TimeProvider time)
{
    /// <summary>What a client secret's value begins with.</summary>
    public const string Prefix = "ek_";

    private readonly ConcurrentDictionary<string, ClientSecret> _byHash = new(StringComparer.Ordinal);

    /// <summary>Keeps a secret.</summary>
    /// <returns>Its value, shown this once; null when too many are unexpired.</returns>
    public string? Add(ClientSecret secret)
    {
        if (_byHash.Count >= options.Value.MaxClientSecrets)
        {
            Sweep();
            if (_byHash.Count >= options.Value.MaxClientSecrets)
            {
                return null;
            }
        }

        var value = Prefix + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        _byHash[Hash(value)] = secret;
        return value;
    }

    /// <summary>What the value opens, or null.</summary>
    public ClientSecret? Find(string value)
    {
        var hash = Hash(value);
        if (!_byHash.TryGetValue(hash, out var secret))
        {
            return null;
        }

        if (secret.ExpiresAt > time.GetUtcNow())
        {
            return secret;
        }

        _byHash.TryRemove(hash, out _);
        return null;
    }

    private void Sweep()
    {
        var now = time.GetUtcNow();
        foreach (var (hash, secret) in _byHash)
        {
            if (secret.ExpiresAt <= now)
            {
                _byHash.TryRemove(hash, out _);
            }
        }
    }

    private static string Hash(string value) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(value)));
}
