using System.ComponentModel.DataAnnotations;

namespace VoiceAgent.Runtime.Calls.Journal;

/// <summary>How calls reach the database.</summary>
internal sealed class JournalOptions
{
    public const string Section = "Journal";

    /// <summary>Events that may wait for a database that is away. Two hundred lively calls make about a thousand a second.</summary>
    [Range(100, 1_000_000)]
    public int Capacity { get; set; } = 50_000;

    /// <summary>How long events gather before they are written together, in milliseconds. What a killed process may lose.</summary>
    [Range(10, 2_000)]
    public int BatchMilliseconds { get; set; } = 100;

    /// <summary>Most events in one transaction.</summary>
    [Range(10, 5_000)]
    public int BatchSize { get; set; } = 500;

    /// <summary>How often open calls are marked as alive, in seconds. How far off the end of a crashed call may be.</summary>
    [Range(1, 60)]
    public int HeartbeatSeconds { get; set; } = 5;
}
