namespace VoiceAgent.Providers.Local.Hearing;

/// <summary>How a line sounds on the whole; subtracted from every frame. Each call keeps its own from utterance to utterance.</summary>
internal static class CepstralMean
{
    /// <summary>The acoustic model's own start, from its feat.params.</summary>
    public static float[] Typical() => [41.00f, -5.29f, -0.12f, 5.09f, 2.48f, -4.07f, -1.37f, -1.78f, -5.08f, -2.05f, -6.45f, -1.42f, 1.17f];
}
