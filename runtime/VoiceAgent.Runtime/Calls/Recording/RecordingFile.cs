using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using VoiceAgent.Runtime.Storage;

namespace VoiceAgent.Runtime.Calls.Recording;

/// <summary>
/// A recording on disk. Blocks are written at their place in time, so that silence and lost blocks are holes that read as silence.
/// Used by the recording writer alone.
/// </summary>
internal sealed class RecordingFile : IDisposable
{
    private readonly SafeFileHandle _handle;
    private long _written;

    private RecordingFile(SafeFileHandle handle) => _handle = handle;

    /// <summary>Creates the file, readable by this user alone, playable from its first block on.</summary>
    /// <exception cref="IOException">The disk is full or refuses.</exception>
    public static RecordingFile Create(string path)
    {
        OwnerOnly.CreateFolder(Path.GetDirectoryName(path)!);
        var handle = OwnerOnly.Create(path);
        try
        {
            WriteHeader(handle, WaveHeader.UnknownLength);
            return new RecordingFile(handle);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    /// <summary>Makes a file that a dead process left whole again: its header says what is really there.</summary>
    /// <returns>Length of the audio and size of the file.</returns>
    public static (TimeSpan Duration, long Bytes) Repair(string path)
    {
        using var handle = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite);
        var frames = Math.Max(0, RandomAccess.GetLength(handle) - WaveHeader.Length) / WaveHeader.FrameBytes;
        return Close(handle, frames);
    }

    /// <summary>Writes a block of <see cref="StereoTimeline.BlockFrames"/> stereo frames.</summary>
    public void Write(long block, ReadOnlySpan<short> frames)
    {
        // Little-endian on every machine that .NET 10 runs on, as WAV wants it.
        var bytes = MemoryMarshal.AsBytes(frames);
        RandomAccess.Write(_handle, bytes, WaveHeader.Length + (block * StereoTimeline.BlockFrames * WaveHeader.FrameBytes));
        _written = Math.Max(_written, (block + 1) * StereoTimeline.BlockFrames);
    }

    /// <summary>Sets the length and the header. Nothing may be written afterwards.</summary>
    /// <param name="frames">Length of the recording.</param>
    /// <param name="onlyWritten">The disk gave up: end where it did, instead of with a silence that nobody kept.</param>
    public (TimeSpan Duration, long Bytes) Finish(long frames, bool onlyWritten) => Close(_handle, onlyWritten ? Math.Min(frames, _written) : frames);

    public void Dispose() => _handle.Dispose();

    private static (TimeSpan Duration, long Bytes) Close(SafeFileHandle handle, long frames)
    {
        var data = frames * WaveHeader.FrameBytes;
        RandomAccess.SetLength(handle, WaveHeader.Length + data);
        WriteHeader(handle, (uint)data);
        RandomAccess.FlushToDisk(handle);
        return (TimeSpan.FromSeconds((double)frames / StereoTimeline.Rate), WaveHeader.Length + data);
    }

    private static void WriteHeader(SafeFileHandle handle, uint dataBytes)
    {
        Span<byte> header = stackalloc byte[WaveHeader.Length];
        WaveHeader.Write(header, dataBytes);
        RandomAccess.Write(handle, header, 0);
    }
}
