using VoiceAgent.Bench.Server;

namespace VoiceAgent.Bench.Calls;

/// <summary>
/// A line of figures. Added latency is the first frame of the answer minus the last voice of the question minus the silence that ends a turn (400 ms):
/// detection, both sockets, session, playout, and this program's own share, because it runs on the same cores.
/// </summary>
internal sealed record CallsResult(
    string Bench,
    int Calls,
    int Cores,
    int Exchanges,
    double AddedLatencyP50Ms,
    double AddedLatencyP95Ms,
    double AddedLatencyP99Ms,
    double LateFramesPercent,
    double CpuSecondsPerCallSecond,
    double MegabytesPerCall,
    double AllocatedBytesPerFrame,
    int Collections,
    double WorstTimerLagMs)
{
    /// <summary>The same while nobody speaks.</summary>
    public double AllocatedBytesPerSilentFrame { get; init; }


    public static CallsResult Of(IReadOnlyList<LoadCall> calls, double seconds, TimeSpan processor, Figures before, Figures after, long residentBytes)
    {
        var latencies = calls.SelectMany(call => call.Latencies).Select(latency => (latency - StandIns.EndOfTurnDelay).TotalMilliseconds).Order().ToArray();
        var (sent, received, late) = (calls.Sum(call => call.FramesSent), calls.Sum(call => call.FramesReceived), calls.Sum(call => call.FramesLate));
        return new CallsResult(
            "calls",
            calls.Count,
            Environment.ProcessorCount,
            latencies.Length,
            Percentile(latencies, 0.50),
            Percentile(latencies, 0.95),
            Percentile(latencies, 0.99),
            Math.Round(100.0 * late / Math.Max(1, received), 3),
            Math.Round(processor.TotalSeconds / (seconds * calls.Count), 5),
            Math.Round(residentBytes / 1e6 / calls.Count, 3),
            Math.Round((after.AllocatedBytes - before.AllocatedBytes) / (double)Math.Max(1, sent + received), 1),
            after.Collections - before.Collections,
            Math.Round(after.WorstTimerLagMilliseconds, 1));
    }

    private static double Percentile(double[] sorted, double share) =>
        sorted.Length == 0 ? double.NaN : Math.Round(sorted[Math.Min(sorted.Length - 1, (int)(sorted.Length * share))], 1);
}
