using System.Diagnostics.Metrics;

namespace VoiceAgent.Providers.Local;

/// <summary>What the local engines tell the outside about themselves; meter <c>VoiceAgent.Providers.Local</c>.</summary>
internal static class LocalMetrics
{
    private static readonly Meter Meter = new("VoiceAgent.Providers.Local");

    /// <summary>Utterances that wait for a decoder.</summary>
    public static readonly UpDownCounter<int> Waiting = Meter.CreateUpDownCounter<int>("voice_local_utterances_waiting");

    /// <summary>How long utterances waited for a decoder.</summary>
    public static readonly Histogram<double> Waited = Meter.CreateHistogram<double>("voice_local_decoder_wait_seconds", "s");

    /// <summary>Audio that was not heard because its utterance had piled up too much, or was too long.</summary>
    public static readonly Counter<double> Unheard = Meter.CreateCounter<double>("voice_local_unheard_seconds", "s");
}
