namespace VoiceAgent.Providers.Local.Hearing;

/// <summary>The fast Fourier transform of a frame, radix two, in place.</summary>
internal static class Fourier
{
    private const int Length = 512;

    private static readonly float[] Cosine = [.. Enumerable.Range(0, Length / 2).Select(at => (float)Math.Cos(2 * Math.PI * at / Length))];
    private static readonly float[] Sine = [.. Enumerable.Range(0, Length / 2).Select(at => (float)-Math.Sin(2 * Math.PI * at / Length))];

    /// <summary>Transforms 512 complex values.</summary>
    public static void Transform(Span<float> real, Span<float> imaginary)
    {
        Shuffle(real, imaginary);
        for (var size = 2; size <= Length; size *= 2)
        {
            var (half, stride) = (size / 2, Length / size);
            for (var start = 0; start < Length; start += size)
            {
                for (var at = 0; at < half; at++)
                {
                    var (low, high) = (start + at, start + at + half);
                    var (cosine, sine) = (Cosine[at * stride], Sine[at * stride]);
                    var r = real[high] * cosine - imaginary[high] * sine;
                    var i = real[high] * sine + imaginary[high] * cosine;
                    (real[high], imaginary[high]) = (real[low] - r, imaginary[low] - i);
                    (real[low], imaginary[low]) = (real[low] + r, imaginary[low] + i);
                }
            }
        }
    }

    private static void Shuffle(Span<float> real, Span<float> imaginary)
    {
        for (int at = 1, mirror = 0; at < Length; at++)
        {
            var bit = Length >> 1;
            for (; (mirror & bit) != 0; bit >>= 1)
            {
                mirror ^= bit;
            }

            mirror |= bit;
            if (at < mirror)
            {
                (real[at], real[mirror]) = (real[mirror], real[at]);
                (imaginary[at], imaginary[mirror]) = (imaginary[mirror], imaginary[at]);
            }
        }
    }
}
