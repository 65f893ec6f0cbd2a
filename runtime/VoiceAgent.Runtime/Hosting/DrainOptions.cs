using System.ComponentModel.DataAnnotations;

namespace VoiceAgent.Runtime.Hosting;

/// <summary>How the process stops.</summary>
internal sealed class DrainOptions
{
    public const string Section = "Drain";

    /// <summary>How long calls may go on after SIGTERM, in seconds; then they are ended. <c>VOICEAGENT_DRAIN_SECONDS</c>.</summary>
    [Range(0, 14_400)]
    public int Seconds { get; set; } = 1_800;

    /// <summary>How long records and recordings of ended calls may take to be safe, in seconds.</summary>
    [Range(1, 600)]
    public int FinishSeconds { get; set; } = 20;
}
