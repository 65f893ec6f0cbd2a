namespace VoiceAgent.Providers.Local.Hearing;

/// <summary>The 13 numbers of a frame that the acoustic model knows: a cosine transform of the logarithmic bands, liftered.</summary>
internal static class Cepstrum
{
    /// <summary>Numbers of a frame.</summary>
    public const int Size = 13;

    private const double Lifter = 22;
    private const float Floor = 1e-4f;

    private static readonly float[] Basis = MakeBasis();

    /// <summary>Writes the cepstrum of a frame's energies.</summary>
    public static void Of(ReadOnlySpan<float> bands, Span<float> cepstrum)
    {
        Span<float> logarithms = stackalloc float[MelSpectrum.Bands];
        for (var band = 0; band < bands.Length; band++)
        {
            logarithms[band] = MathF.Log(bands[band] + Floor);
        }

        for (var at = 0; at < Size; at++)
        {
            var sum = 0f;
            for (var band = 0; band < MelSpectrum.Bands; band++)
            {
                sum += logarithms[band] * Basis[at * MelSpectrum.Bands + band];
            }

            cepstrum[at] = sum;
        }
    }

    private static float[] MakeBasis()
    {
        var basis = new float[Size * MelSpectrum.Bands];
        for (var at = 0; at < Size; at++)
        {
            var scale = Math.Sqrt((at == 0 ? 1.0 : 2.0) / MelSpectrum.Bands) * (1 + Lifter / 2 * Math.Sin(at * Math.PI / Lifter));
            for (var band = 0; band < MelSpectrum.Bands; band++)
            {
                basis[at * MelSpectrum.Bands + band] = (float)(scale * Math.Cos(Math.PI / MelSpectrum.Bands * at * (band + 0.5)));
            }
        }

        return basis;
    }
}
