using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace VoiceAgent.Providers.Local.Native;

/// <summary>
/// A file that exists in memory alone, for libraries that read nothing but paths. A container's disk may be read-only.
/// </summary>
internal sealed partial class MemoryFile : IDisposable
{
    private readonly SafeFileHandle _handle;

    public MemoryFile(string name, ReadOnlySpan<byte> content)
    {
        _handle = new SafeFileHandle(memfd_create(name, 0), ownsHandle: true);
        if (_handle.IsInvalid)
        {
            throw new IOException($"memfd_create failed with error {Marshal.GetLastPInvokeError()}.");
        }

        RandomAccess.Write(_handle, content, 0);
    }

    /// <summary>Opens the content from its start, as often as one likes, until disposal.</summary>
    public string Path => $"/proc/self/fd/{_handle.DangerousGetHandle()}";

    public void Dispose() => _handle.Dispose();

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int memfd_create(string name, uint flags);
}
