using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using VoiceAgent.Conversation.Calls;
using VoiceAgent.Runtime.Storage;

namespace VoiceAgent.Runtime.Calls.Records;

/// <summary>A call that was accepted, written from its first event on.</summary>
internal sealed class CallRecord
{
    public required string TenantId { get; init; }

    /// <summary>UUIDv7 of the moment the call began: sorting by it sorts by time.</summary>
    public required Guid Id { get; init; }

    /// <summary>Name of the agent's definition.</summary>
    public required string Agent { get; init; }

    /// <summary>The revision that the call kept to its end.</summary>
    public required string AgentRevision { get; init; }

    /// <summary>BCP-47 tag.</summary>
    public required string Language { get; init; }

    public required CallChannel Channel { get; init; }

    /// <summary>The process that holds the call: a row without an ending belongs to it, or to nobody if it is gone.</summary>
    public required string Host { get; init; }

    public required DateTimeOffset StartedAt { get; set; }

    /// <summary>When the process last said that the call lives. What a crash leaves as the time of its end.</summary>
    public DateTimeOffset LastSeenAt { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>Null while the call runs.</summary>
    public CallEnding? Ending { get; set; }

    public int CallerTurns { get; set; }

    public int AgentTurns { get; set; }

    /// <summary>Replies that were cut, by the caller's words or by the client.</summary>
    public int Interruptions { get; set; }
}

/// <summary>The way a call came in.</summary>
internal enum CallChannel
{
    /// <summary>The OpenAI Realtime socket.</summary>
    Realtime,

    /// <summary>A telephone line.</summary>
    Telephone,
}

internal sealed class CallRecordConfiguration : IEntityTypeConfiguration<CallRecord>
{
    public void Configure(EntityTypeBuilder<CallRecord> call)
    {
        call.ToTable("Calls");
        call.HasKey(row => new { row.TenantId, row.Id });
        call.Property(row => row.TenantId).HasMaxLength(RuntimeDatabase.NameLength);
        call.Property(row => row.Agent).HasMaxLength(RuntimeDatabase.NameLength);
        call.Property(row => row.AgentRevision).HasMaxLength(64);
        call.Property(row => row.Language).HasMaxLength(35);
        call.Property(row => row.Host).HasMaxLength(253);
        call.HasIndex(row => new { row.TenantId, row.Agent, row.Id });

        // Open calls are few among many: closing those of a dead process must not read the whole table.
        call.HasIndex(row => new { row.Ending, row.Host });
    }
}
