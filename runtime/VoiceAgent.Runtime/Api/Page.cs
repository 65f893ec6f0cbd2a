using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.Tokens;
using VoiceAgent.Runtime.Identity;

namespace VoiceAgent.Runtime.Api;

/// <summary>One page of a list.</summary>
/// <param name="Items">Never more than was asked for.</param>
/// <param name="NextCursor">Give it back as <c>cursor</c> for the next page; null on the last.</param>
internal sealed record Page<T>(IReadOnlyList<T> Items, string? NextCursor);

/// <summary>Writes and reads cursors: where the last page ended, signed for one tenant and one list, so that a cursor from elsewhere is refused.</summary>
internal sealed class Cursors(RootKey root)
{
    public const int DefaultLimit = 50;
    public const int MostLimit = 100;

    private const int TagLength = 8;

    private readonly byte[] _key = root.Derive("cursor");

    public string Write(string tenant, string list, string position)
    {
        var text = Encoding.UTF8.GetBytes(position);
        return Base64UrlEncoder.Encode([.. Sign(tenant, list, text), .. text]);
    }

    /// <summary>False when the cursor was not written for this list of this tenant.</summary>
    public bool TryRead(string tenant, string list, string cursor, out string position)
    {
        position = "";
        if (cursor.Length > 400)
        {
            return false;
        }

        byte[] bytes;
        try
        {
            bytes = Base64UrlEncoder.DecodeBytes(cursor);
        }
        catch (FormatException)
        {
            return false;
        }

        if (bytes.Length <= TagLength || !CryptographicOperations.FixedTimeEquals(bytes.AsSpan(0, TagLength), Sign(tenant, list, bytes.AsSpan(TagLength))))
        {
            return false;
        }

        position = Encoding.UTF8.GetString(bytes.AsSpan(TagLength));
        return true;
    }

    private byte[] Sign(string tenant, string list, ReadOnlySpan<byte> text) =>
        HMACSHA256.HashData(_key, (byte[])[.. Encoding.UTF8.GetBytes($"{tenant}\n{list}\n"), .. text])[..TagLength];
}
