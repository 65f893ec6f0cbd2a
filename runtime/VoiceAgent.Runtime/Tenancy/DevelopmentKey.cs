using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using VoiceAgent.Runtime.Catalog;
using VoiceAgent.Runtime.Storage;

namespace VoiceAgent.Runtime.Tenancy;

/// <summary>
/// The one key that opens everything until accounts exist. Made at the first start, kept in the data folder for this user alone.
/// It stands for one tenant: the one that is named, or the first.
/// </summary>
internal sealed class DevelopmentKey(IOptions<StorageOptions> storage, IOptions<TenancyOptions> options, ICatalog catalog) : IDevelopmentKey
{
    /// <summary>Tells scanners for leaked secrets, and people, what it is.</summary>
    public const string Prefix = "vak_dev_";

    private const int RandomBytes = 32;

    private byte[]? _hash;

    /// <summary>Where the key is kept.</summary>
    public string File { get; } = Path.Combine(Path.GetFullPath(storage.Value.Data), "development-key");

    /// <summary>The key itself, to be shown to whoever started the process.</summary>
    public string Secret { get; private set; } = "";

    /// <summary>Whether it was made at this start.</summary>
    public bool IsNew { get; private set; }

    /// <summary>Reads the key; makes one if there is none.</summary>
    /// <exception cref="InvalidDataException">The file holds something else.</exception>
    public void Load()
    {
        IsNew = !System.IO.File.Exists(File);
        if (IsNew)
        {
            Make();
        }

        var key = System.IO.File.ReadAllText(File).Trim();
        if (!key.StartsWith(Prefix, StringComparison.Ordinal) || key.Length < Prefix.Length + RandomBytes)
        {
            throw new InvalidDataException($"{File} holds no development key. Delete it, and a new one is made at the next start.");
        }

        Secret = key;
        _hash = Hash(key);
    }

    public AccessGrant? Verify(string credential)
    {
        // Hashes have one length, so that the comparison takes the same time for every wrong key.
        var expected = _hash ?? throw new InvalidOperationException("The development key is loaded before anyone is let in.");
        return CryptographicOperations.FixedTimeEquals(expected, Hash(credential)) ? new AccessGrant(Tenant(), "development-key") : null;
    }

    private string Tenant() => options.Value.Tenant ?? catalog.Current.Tenants.Keys.Order(StringComparer.Ordinal).FirstOrDefault() ?? "default";

    private void Make()
    {
        OwnerOnly.CreateFolder(Path.GetDirectoryName(File)!);
        var key = Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomBytes));
        using var handle = OwnerOnly.Create(File);
        RandomAccess.Write(handle, Encoding.ASCII.GetBytes(key + "\n"), 0);
    }

    private static byte[] Hash(string credential) => SHA256.HashData(Encoding.UTF8.GetBytes(credential));
}
