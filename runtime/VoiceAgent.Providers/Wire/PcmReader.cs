using System.Buffers.Binary;

namespace VoiceAgent.Providers.Wire;

/// <summary>Reads signed 16-bit little-endian samples from a body that may be cut anywhere, even within a sample.</summary>
internal sealed class PcmReader(Stream body)
{
    // 100 ms at 24 kHz: small enough to be early, large enough to be cheap.
    private const int Most = 4_800;

    private readonly byte[] _bytes = new byte[Most];
    private readonly short[] _samples = new short[Most / 2];
    private int _kept;

    /// <summary>The next samples, valid until the next call; none at the end.</summary>
    public async ValueTask<ReadOnlyMemory<short>> ReadAsync(CancellationToken cancellationToken)
    {
        int length;
        do
        {
            var read = await body.ReadAsync(_bytes.AsMemory(_kept), cancellationToken);
            if (read == 0)
            {
                return default;
            }

            length = _kept + read;
            _kept = 0;
            if (length == 1)
            {
                _kept = 1;
            }
        }
        while (length < 2);

        var count = Samples(_bytes.AsSpan(0, length), _samples);
        if ((length & 1) == 1)
        {
            _bytes[0] = _bytes[length - 1];
            _kept = 1;
        }

        return _samples.AsMemory(0, count);
    }

    /// <summary>Writes whole samples; an odd byte at the end is left out.</summary>
    public static int Samples(ReadOnlySpan<byte> bytes, Span<short> samples)
    {
        var count = bytes.Length / 2;
        if (BitConverter.IsLittleEndian)
        {
            System.Runtime.InteropServices.MemoryMarshal.Cast<byte, short>(bytes[..(count * 2)]).CopyTo(samples);
            return count;
        }

        for (var at = 0; at < count; at++)
        {
            samples[at] = BinaryPrimitives.ReadInt16LittleEndian(bytes[(at * 2)..]);
        }

        return count;
    }
}
