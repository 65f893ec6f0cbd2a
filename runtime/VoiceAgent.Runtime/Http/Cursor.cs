using System.Buffers.Text;

namespace VoiceAgent.Runtime.Http;

/// <summary>Where a page of a list ended. Opaque to clients: what it holds may change.</summary>
internal static class Cursor
{
    private const int Bytes = 16;

    public static string After(Guid id) => Base64Url.EncodeToString(id.ToByteArray(bigEndian: true));

    /// <summary>False for anything that <see cref="After"/> did not make.</summary>
    public static bool TryRead(string cursor, out Guid id)
    {
        Span<byte> bytes = stackalloc byte[Bytes];
        id = default;
        if (cursor.Length != 22 || !Base64Url.IsValid(cursor) || !Base64Url.TryDecodeFromChars(cursor, bytes, out var written) || written != Bytes)
        {
            return false;
        }

        id = new Guid(bytes, bigEndian: true);
        return true;
    }
}
