using System.ComponentModel.DataAnnotations;

namespace VoiceAgent.Runtime.Calls;

/// <summary>How many calls this process takes.</summary>
internal sealed class CallOptions
{
    public const string Section = "Calls";

    /// <summary>Calls at the same time. The engine holds 200 on two cores; speech and models that run on this machine hold fewer.</summary>
    [Range(1, 10_000)]
    public int Most { get; set; } = 200;
}
