
namespace VoiceAgent.Resources.Tenants;

/// <summary>How long what calls leave behind is kept.</summary>
public sealed record RetentionDefinition
{
    /// <summary>Days that transcripts and analyses are kept after the call; 0 removes them at the end of the day.</summary>
    [Range(0, 3650)]
    public int TranscriptsDays { get; init; } = 30;

    /// <summary>Days that recordings are kept after the call; 0 removes them at the end of the day.</summary>
    [Range(0, 3650)]
    public int RecordingsDays { get; init; } = 30;
}
