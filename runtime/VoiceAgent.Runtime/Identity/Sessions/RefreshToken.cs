using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.Tokens;

namespace VoiceAgent.Runtime.Identity.Sessions;

/// <summary>
/// The credential of a session: which one, the how-many-eth of its tokens, and a keyed hash over both. The database holds nothing of it,
/// so that a copy opens nothing; and every process answers concurrent requests with the very same token.
/// </summary>
internal sealed class RefreshTokens(RootKey root)
{
    private const string Prefix = "var_";
    private const int IdLength = 16;
    private const int CounterLength = 4;

    private readonly byte[] _key = root.Derive("refresh");

    public string Write(string tenant, Guid session, int counter)
    {
        var token = new byte[IdLength + CounterLength + SHA256.HashSizeInBytes];
        session.TryWriteBytes(token, bigEndian: true, out _);
        BinaryPrimitives.WriteInt32BigEndian(token.AsSpan(IdLength), counter);
        Sign(tenant, token.AsSpan(0, IdLength + CounterLength)).CopyTo(token, IdLength + CounterLength);
        return $"{Prefix}{tenant}_{Base64UrlEncoder.Encode(token)}";
    }

    /// <summary>Null for anything that was not written here.</summary>
    public Presented? Read(string text)
    {
        var end = text.IndexOf('_', Math.Min(Prefix.Length, text.Length));
        if (!text.StartsWith(Prefix, StringComparison.Ordinal) || end < 0 || text.Length > 200)
        {
            return null;
        }

        var tenant = text[Prefix.Length..end];
        byte[] token;
        try
        {
            token = Base64UrlEncoder.DecodeBytes(text[(end + 1)..]);
        }
        catch (FormatException)
        {
            return null;
        }

        if (token.Length != IdLength + CounterLength + SHA256.HashSizeInBytes)
        {
            return null;
        }

        var named = token.AsSpan(0, IdLength + CounterLength);
        return CryptographicOperations.FixedTimeEquals(Sign(tenant, named), token.AsSpan(named.Length))
            ? new Presented(tenant, new Guid(named[..IdLength], bigEndian: true), BinaryPrimitives.ReadInt32BigEndian(named[IdLength..]))
            : null;
    }

    private byte[] Sign(string tenant, ReadOnlySpan<byte> named) => HMACSHA256.HashData(_key, (byte[])[.. Encoding.UTF8.GetBytes(tenant), 0, .. named]);

    /// <summary>What a genuine token says.</summary>
    internal sealed record Presented(string TenantId, Guid SessionId, int Counter);
}
