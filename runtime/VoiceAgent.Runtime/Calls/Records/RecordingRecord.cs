using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using VoiceAgent.Runtime.Storage;

namespace VoiceAgent.Runtime.Calls.Records;

/// <summary>The audio of one call: a stereo WAV file, caller left and agent right.</summary>
internal sealed class RecordingRecord
{
    public required string TenantId { get; init; }

    public required Guid CallId { get; init; }

    /// <summary>Path within the recordings folder, with forward slashes.</summary>
    public required string File { get; init; }

    public RecordingState State { get; set; }

    /// <summary>Length of the audio; zero while it is being written.</summary>
    public TimeSpan Duration { get; set; }

    /// <summary>Size of the file in bytes, header included; zero while it is being written.</summary>
    public long Bytes { get; set; }
}

/// <summary>How much of a call its recording holds.</summary>
internal enum RecordingState
{
    /// <summary>The call runs.</summary>
    Open,

    /// <summary>The whole call.</summary>
    Complete,

    /// <summary>The beginning of the call: the disk filled up or failed, or the process died.</summary>
    Partial,

    /// <summary>Nothing: the file could not be opened or is gone.</summary>
    Lost,
}

internal sealed class RecordingRecordConfiguration : IEntityTypeConfiguration<RecordingRecord>
{
    public void Configure(EntityTypeBuilder<RecordingRecord> recording)
    {
        recording.ToTable("Recordings");
        recording.HasKey(row => new { row.TenantId, row.CallId });
        recording.Property(row => row.TenantId).HasMaxLength(RuntimeDatabase.NameLength);
        recording.Property(row => row.File).HasMaxLength(200);
        recording.HasOne<CallRecord>().WithOne().HasForeignKey<RecordingRecord>(row => new { row.TenantId, row.CallId })
            .OnDelete(DeleteBehavior.Cascade);
    }
}
