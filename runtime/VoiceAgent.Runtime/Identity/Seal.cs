using System.Security.Cryptography;
using System.Text;

namespace VoiceAgent.Runtime.Identity;

/// <summary>Closes secrets that must be read again, and hashes those that need only be recognised.</summary>
internal sealed class Seal(RootKey root)
{
    private const int NonceLength = 12;
    private const int TagLength = 16;

    private readonly byte[] _sealing = root.Derive("seal");
    private readonly byte[] _recognising = root.Derive("recognise");

    /// <summary>AES-256-GCM. What was closed for one place opens at no other.</summary>
    public byte[] Close(ReadOnlySpan<byte> secret, string place)
    {
        var closed = new byte[NonceLength + secret.Length + TagLength];
        RandomNumberGenerator.Fill(closed.AsSpan(0, NonceLength));
        using var aes = new AesGcm(_sealing, TagLength);
        aes.Encrypt(closed.AsSpan(0, NonceLength), secret, closed.AsSpan(NonceLength, secret.Length), closed.AsSpan(^TagLength..), Encoding.UTF8.GetBytes(place));
        return closed;
    }

    /// <exception cref="CryptographicException">It was changed, belongs elsewhere, or was closed with another root key.</exception>
    public byte[] Open(ReadOnlySpan<byte> closed, string place)
    {
        if (closed.Length < NonceLength + TagLength)
        {
            throw new CryptographicException("Too short to be sealed.");
        }

        var secret = new byte[closed.Length - NonceLength - TagLength];
        using var aes = new AesGcm(_sealing, TagLength);
        aes.Decrypt(closed[..NonceLength], closed[NonceLength..^TagLength], closed[^TagLength..], secret, Encoding.UTF8.GetBytes(place));
        return secret;
    }

    /// <summary>HMAC-SHA-256: enough for secrets with 128 bits of chance or more, which need no slow hash.</summary>
    public byte[] Recognise(string place, string secret) => HMACSHA256.HashData(_recognising, Encoding.UTF8.GetBytes($"{place}\n{secret}"));

    /// <summary>In constant time.</summary>
    public bool Matches(string place, string secret, ReadOnlySpan<byte> expected) => CryptographicOperations.FixedTimeEquals(Recognise(place, secret), expected);
}
