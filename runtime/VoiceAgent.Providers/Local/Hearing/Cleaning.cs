namespace VoiceAgent.Providers.Local.Hearing;

/// <summary>Experiments.</summary>
internal static class Cleaning
{
    private static float Knob(string name, float value) =>
        Environment.GetEnvironmentVariable("FE_" + name) is { } text ? float.Parse(text, System.Globalization.CultureInfo.InvariantCulture) : value;

    private static readonly float Percentile = Knob("PCT", 0.15f);
    private static readonly float Over = Knob("OVER", 0f);
    private static readonly float Beta = Knob("BETA", 0.1f);
    private static readonly float FloorDb = Knob("FLOOR", 0f);
    private static readonly float SpeechDb = Knob("SPEECH", 0f);
    private static readonly float Smooth = Knob("SMOOTH", 0f);

    /// <summary>Cepstra of the utterance with noise removed and the line's mean taken off.</summary>
    public static float[] Apply(List<float[]> frames)
    {
        var count = frames.Count;
        var clean = frames.Select(frame => (float[])frame.Clone()).ToArray();
        if (Over > 0 && count > 10)
        {
            for (var band = 0; band < MelSpectrum.Bands; band++)
            {
                var sorted = frames.Select(frame => frame[band]).Order().ToArray();
                var noise = sorted[(int)(Percentile * (count - 1))];
                for (var at = 0; at < count; at++)
                {
                    clean[at][band] = MathF.Max(frames[at][band] - Over * noise, Beta * frames[at][band]);
                    clean[at][band] = MathF.Max(clean[at][band], Beta * noise);
                }
            }
        }

        if (FloorDb > 0 && count > 0)
        {
            var factor = MathF.Pow(10, -FloorDb / 10);
            for (var band = 0; band < MelSpectrum.Bands; band++)
            {
                var peak = clean.Select(frame => frame[band]).Order().ElementAt((int)(0.95 * (count - 1)));
                foreach (var frame in clean)
                {
                    frame[band] += factor * peak;
                }
            }
        }

        var cepstra = new float[count * Cepstrum.Size];
        for (var at = 0; at < count; at++)
        {
            Cepstrum.Of(clean[at], cepstra.AsSpan(at * Cepstrum.Size, Cepstrum.Size));
        }

        var energies = Enumerable.Range(0, count).Select(at => clean[at].Sum()).ToArray();
        var loud = energies.Length == 0 ? 0 : energies.Order().ElementAt((int)(0.95 * (count - 1)));
        var least = SpeechDb > 0 ? loud * MathF.Pow(10, -SpeechDb / 10) : -1;
        var mean = new float[Cepstrum.Size];
        var used = 0;
        for (var at = 0; at < count; at++)
        {
            if (energies[at] < least || cepstra[at * Cepstrum.Size] < 0)
            {
                continue;
            }

            used++;
            for (var i = 0; i < Cepstrum.Size; i++)
            {
                mean[i] += cepstra[at * Cepstrum.Size + i];
            }
        }

        for (var at = 0; at < count && used > 0; at++)
        {
            for (var i = 0; i < Cepstrum.Size; i++)
            {
                cepstra[at * Cepstrum.Size + i] -= mean[i] / used;
            }
        }

        return cepstra;
    }
}
