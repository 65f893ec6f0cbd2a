namespace VoiceAgent.Conversation.Audio;

/// <summary>ITU-T G.711 companding, µ-law and A-law, by table: one look-up a sample both ways.</summary>
public static class G711
{
    private static readonly short[] MuLawToLinear = Table(DecodeMuLaw);
    private static readonly short[] ALawToLinear = Table(DecodeALaw);
    private static readonly byte[] LinearToMuLaw = Inverse(MuLawToLinear, unused: 0x7F);
    private static readonly byte[] LinearToALaw = Inverse(ALawToLinear);

    /// <summary>Expands µ-law bytes into samples of the same count.</summary>
    public static void FromMuLaw(ReadOnlySpan<byte> encoded, Span<short> samples) => Expand(MuLawToLinear, encoded, samples);

    /// <summary>Expands A-law bytes into samples of the same count.</summary>
    public static void FromALaw(ReadOnlySpan<byte> encoded, Span<short> samples) => Expand(ALawToLinear, encoded, samples);

    /// <summary>Compresses samples into µ-law bytes of the same count.</summary>
    public static void ToMuLaw(ReadOnlySpan<short> samples, Span<byte> encoded) => Compress(LinearToMuLaw, samples, encoded);

    /// <summary>Compresses samples into A-law bytes of the same count.</summary>
    public static void ToALaw(ReadOnlySpan<short> samples, Span<byte> encoded) => Compress(LinearToALaw, samples, encoded);

    private static void Expand(short[] table, ReadOnlySpan<byte> encoded, Span<short> samples)
    {
        for (var i = 0; i < encoded.Length; i++)
        {
            samples[i] = table[encoded[i]];
        }
    }

    private static void Compress(byte[] table, ReadOnlySpan<short> samples, Span<byte> encoded)
    {
        for (var i = 0; i < samples.Length; i++)
        {
            encoded[i] = table[(ushort)samples[i]];
        }
    }

    private static short[] Table(Func<byte, int> decode) => [.. Enumerable.Range(0, 256).Select(code => (short)decode((byte)code))];

    private static int DecodeMuLaw(byte code)
    {
        var bits = ~code;
        var magnitude = ((((bits & 0x0F) << 3) + 0x84) << ((bits >> 4) & 0x07)) - 0x84;
        return (bits & 0x80) != 0 ? -magnitude : magnitude;
    }

    private static int DecodeALaw(byte code)
    {
        var bits = code ^ 0x55;
        var exponent = (bits >> 4) & 0x07;
        var mantissa = bits & 0x0F;
        var magnitude = exponent == 0 ? (mantissa << 4) + 8 : ((mantissa << 4) + 0x108) << (exponent - 1);
        return (bits & 0x80) != 0 ? magnitude : -magnitude;
    }

    // µ-law has two codes for zero, of which the negative one is never sent. Every sample goes to the code whose value is nearest; both laws are monotone, so two pointers over the sorted codes do.
    private static byte[] Inverse(short[] decoded, int unused = -1)
    {
        var codes = Enumerable.Range(0, 256).Where(code => code != unused).OrderBy(code => decoded[code]).Select(code => (byte)code).ToArray();
        var table = new byte[65536];
        var at = 0;
        for (int sample = short.MinValue; sample <= short.MaxValue; sample++)
        {
            while (at + 1 < codes.Length && Math.Abs(decoded[codes[at + 1]] - sample) <= Math.Abs(decoded[codes[at]] - sample))
            {
                at++;
            }

            table[(ushort)(short)sample] = codes[at];
        }

        return table;
    }
}
