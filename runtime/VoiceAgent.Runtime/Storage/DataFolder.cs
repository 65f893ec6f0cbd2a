using Microsoft.Extensions.Options;

namespace VoiceAgent.Runtime.Storage;

/// <summary>
/// The folder that this process alone may use. A second process on it would take the first one's living calls for crashed ones; the
/// operating system's lock goes with the process, however it ends.
/// </summary>
internal sealed class DataFolder(IOptions<StorageOptions> options) : IDisposable
{
    private readonly string _folder = Path.GetFullPath(options.Value.Data);
    private FileStream? _claim;

    /// <summary>Creates the folder if it is missing and takes it.</summary>
    /// <returns>False when another process has it.</returns>
    /// <exception cref="IOException">The folder cannot be made or written to.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not write to it.</exception>
    public bool TryClaim()
    {
        OwnerOnly.CreateFolder(_folder);
        OwnerOnly.CreateFolder(options.Value.RecordingsFolder);
        var file = Path.Combine(_folder, "runtime.lock");
        try
        {
            _claim = new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            return true;
        }
        catch (IOException) when (File.Exists(file))
        {
            return false;
        }
    }

    public void Dispose() => _claim?.Dispose();
}
