using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using VoiceAgent.Runtime.Storage;

namespace VoiceAgent.Runtime.Calls.Records;

/// <summary>Something that happened in a call, in the order in which it happened.</summary>
internal sealed class CallEventRecord
{
    public required string TenantId { get; init; }

    public required Guid CallId { get; init; }

    /// <summary>Rises by one from 1 within the call. A gap means that the database was away for so long that events had to be dropped.</summary>
    public required int Sequence { get; init; }

    /// <summary>Time since the call began.</summary>
    public required TimeSpan At { get; init; }

    /// <summary>Name of the event's type, such as <c>Interrupted</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The turn that it belongs to, if to one.</summary>
    public int? Turn { get; init; }

    /// <summary>What else the event says, as a JSON object; null when a turn's row says it already, or when nothing may be kept.</summary>
    public string? Detail { get; init; }
}

internal sealed class CallEventRecordConfiguration : IEntityTypeConfiguration<CallEventRecord>
{
    public void Configure(EntityTypeBuilder<CallEventRecord> happened)
    {
        happened.ToTable("CallEvents");
        happened.HasKey(row => new { row.TenantId, row.CallId, row.Sequence });
        happened.Property(row => row.TenantId).HasMaxLength(RuntimeDatabase.NameLength);
        happened.Property(row => row.Kind).HasMaxLength(64);
        happened.HasOne<CallRecord>().WithMany().HasForeignKey(row => new { row.TenantId, row.CallId }).OnDelete(DeleteBehavior.Cascade);
    }
}
