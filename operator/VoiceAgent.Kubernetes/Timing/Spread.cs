namespace VoiceAgent.Kubernetes.Timing;

/// <summary>Randomised durations, so that many timers set together do not fire together.</summary>
internal static class Spread
{
    /// <summary>The value, at most <paramref name="fraction"/> shorter or longer.</summary>
    internal static TimeSpan Around(TimeSpan value, double fraction) =>
        value * (1 + (fraction * ((2 * Random.Shared.NextDouble()) - 1)));

    internal static TimeSpan Between(TimeSpan shortest, TimeSpan longest) =>
        shortest + ((longest - shortest) * Random.Shared.NextDouble());
}
