using Microsoft.Win32.SafeHandles;

namespace VoiceAgent.Runtime.Storage;

/// <summary>Files and folders that no other user of the machine may read: voices, words, keys.</summary>
internal static class OwnerOnly
{
    private const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Creates a folder, and those above it that are missing: .NET itself would leave them open to all.</summary>
    public static void CreateFolder(string path)
    {
        if (Directory.Exists(path))
        {
            return;
        }

        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } parent)
        {
            CreateFolder(parent);
        }

        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, Mode | UnixFileMode.UserExecute);
        }
    }

    /// <summary>Creates or empties a file, closed to others before anything is written into it.</summary>
    /// <exception cref="IOException">The disk is full or refuses.</exception>
    public static SafeFileHandle Create(string path, FileMode mode = FileMode.Create)
    {
        var handle = File.OpenHandle(path, mode, FileAccess.ReadWrite, FileShare.Read | FileShare.Delete);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(handle, Mode);
        }

        return handle;
    }
}
