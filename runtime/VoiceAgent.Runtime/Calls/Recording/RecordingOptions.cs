using System.ComponentModel.DataAnnotations;

namespace VoiceAgent.Runtime.Calls.Recording;

/// <summary>How recordings treat the disk.</summary>
internal sealed class RecordingOptions
{
    public const string Section = "Recording";

    /// <summary>Blocks of 0.25 s that wait for the disk, for all calls together; 16 KB each. One call may have 128.</summary>
    [Range(16, 65_536)]
    public int QueuedBlocks { get; set; } = 2_048;
}
