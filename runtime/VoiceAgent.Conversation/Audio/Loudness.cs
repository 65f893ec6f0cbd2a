using System.Numerics;
using System.Runtime.InteropServices;

namespace VoiceAgent.Conversation.Audio;

/// <summary>How loud samples are.</summary>
public static class Loudness
{
    /// <summary>Root mean square in sample units, 0 to 32 768; 0 for no samples.</summary>
    public static float Rms(ReadOnlySpan<short> samples)
    {
        if (samples.IsEmpty)
        {
            return 0;
        }

        var vectors = MemoryMarshal.Cast<short, Vector<short>>(samples);
        var sums = Vector<float>.Zero;
        foreach (var vector in vectors)
        {
            Vector.Widen(vector, out var low, out var high);
            var (lowF, highF) = (Vector.ConvertToSingle(low), Vector.ConvertToSingle(high));
            sums += (lowF * lowF) + (highF * highF);
        }

        double total = Vector.Sum(sums);
        foreach (var sample in samples[(vectors.Length * Vector<short>.Count)..])
        {
            total += (double)sample * sample;
        }

        return (float)Math.Sqrt(total / samples.Length);
    }

    /// <summary>Index of the first sample whose magnitude reaches <paramref name="threshold"/>, or −1.</summary>
    public static int FirstAbove(ReadOnlySpan<short> samples, int threshold)
    {
        for (var i = 0; i < samples.Length; i++)
        {
            if (Math.Abs((int)samples[i]) >= threshold)
            {
                return i;
            }
        }

        return -1;
    }
}
