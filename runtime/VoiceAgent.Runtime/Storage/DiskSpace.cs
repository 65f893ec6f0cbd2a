using Microsoft.Extensions.Options;

namespace VoiceAgent.Runtime.Storage;

/// <summary>Watches how much room the data folder has left, without asking the disk more than once in two seconds.</summary>
internal sealed class DiskSpace(IOptions<StorageOptions> storage, TimeProvider time)
{
    private static readonly TimeSpan Memory = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private readonly string _folder = Path.GetFullPath(storage.Value.Data);
    private readonly long _minimum = storage.Value.MinimumFreeMegabytes * 1024L * 1024;
    private long? _asked;
    private long _free;

    /// <summary>Bytes that are free for this user.</summary>
    public long Free
    {
        get
        {
            lock (_gate)
            {
                if (_asked is not { } asked || time.GetElapsedTime(asked) >= Memory)
                {
                    _free = new DriveInfo(_folder).AvailableFreeSpace;
                    _asked = time.GetTimestamp();
                }

                return _free;
            }
        }
    }

    /// <summary>Whether there is room for more than the database.</summary>
    public bool Allows() => _minimum == 0 || Free >= _minimum;

    /// <summary>Whether an exception says that no room is left: ENOSPC, EDQUOT or EFBIG, which .NET keeps in the lower half of HResult.</summary>
    public static bool IsFull(Exception exception) => exception is IOException && (exception.HResult & 0xFFFF) is 28 or 122 or 27;
}
