namespace VoiceAgent.Kubernetes.Api;

/// <summary>
/// Times of type MicroTime (leases, events). The API server demands exactly six digits of fraction, and KubernetesClient writes none when the
/// fraction is zero: one time in a million, and always with a test clock, the request is refused.
/// </summary>
internal static class MicroTime
{
    internal static DateTime Of(DateTimeOffset time)
    {
        var ticks = time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerMicrosecond);
        return new DateTime(ticks % TimeSpan.TicksPerSecond == 0 ? ticks + TimeSpan.TicksPerMicrosecond : ticks, DateTimeKind.Utc);
    }
}
