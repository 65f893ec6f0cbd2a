using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using VoiceAgent.Runtime.Storage;

namespace VoiceAgent.Runtime.Identity;

/// <summary>
/// The one secret outside of the database. Every stored hash is keyed by it and every stored secret sealed with it, so that a copy of the
/// database opens nothing.
/// </summary>
internal sealed class RootKey
{
    private const int Length = 32;
    private const string FileName = "identity.key";

    private readonly byte[] _key;

    public RootKey(IOptions<IdentitySettings> identity, IOptions<StorageOptions> storage)
        : this(identity.Value.RootKey is { } configured ? Decode(configured) : ReadOrCreate(Path.GetFullPath(storage.Value.Data)))
    {
    }

    public RootKey(byte[] key) => _key = key;

    /// <summary>A key for one purpose alone.</summary>
    public byte[] Derive(string purpose) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, _key, Length, info: Encoding.UTF8.GetBytes("voiceagent/" + purpose));

    private static byte[] Decode(string configured)
    {
        var key = new byte[Length];
        return Convert.TryFromBase64String(configured, key, out var written) && written == Length
            ? key
            : throw new InvalidOperationException("Identity:RootKey must be 32 bytes in Base64: openssl rand -base64 32");
    }

    private static byte[] ReadOrCreate(string folder)
    {
        OwnerOnly.CreateFolder(folder);
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
        {
            Create(path);
        }

        var key = File.ReadAllBytes(path);
        return key.Length == Length ? key : throw new InvalidOperationException($"{path} does not hold {Length} bytes. Restore it: without it, stored secrets cannot be read.");
    }

    // Under another name first: a process that dies here leaves no half key. Whoever renames first wins.
    private static void Create(string path)
    {
        var fresh = $"{path}.{Guid.NewGuid():N}";
        using (var handle = OwnerOnly.Create(fresh, FileMode.CreateNew))
        {
            RandomAccess.Write(handle, RandomNumberGenerator.GetBytes(Length), 0);
            RandomAccess.FlushToDisk(handle);
        }

        try
        {
            File.Move(fresh, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(fresh);
        }
    }
}
