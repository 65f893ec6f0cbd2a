using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using VoiceAgent.Conversation.Calls;
using VoiceAgent.Conversation.Dialogue;
using VoiceAgent.Runtime.Storage;

namespace VoiceAgent.Runtime.Calls.Records;

/// <summary>One speaker's say. Times are since the call began.</summary>
internal sealed class TurnRecord
{
    public required string TenantId { get; init; }

    public required Guid CallId { get; init; }

    /// <summary>Caller and agent share one count.</summary>
    public required int Number { get; init; }

    public required Speaker Speaker { get; init; }

    public required TimeSpan StartedAt { get; init; }

    public TimeSpan? EndedAt { get; set; }

    /// <summary>True when no voice was used: typed by the caller, or answered in text alone.</summary>
    public required bool TextOnly { get; init; }

    /// <summary>What the caller was understood to say, or all that the model wrote. Null when the agent keeps no transcripts.</summary>
    public string? Text { get; set; }

    /// <summary>What the caller heard of the agent's text; null for the caller's own turns.</summary>
    public string? HeardText { get; set; }

    /// <summary>How much of the agent's audio was heard.</summary>
    public TimeSpan? HeardAudio { get; set; }

    /// <summary>Null for the caller's turns, and for a reply that never came to an end.</summary>
    public ReplyOutcome? Outcome { get; set; }

    /// <summary>Every mark of the exchange; a new mark is a new column, and the migrations test says so.</summary>
    public Waterfall Waterfall { get; set; } = new();

    public ReplyUsage Usage { get; set; } = ReplyUsage.None;

    /// <summary>Which providers of the agent's chains served the exchange.</summary>
    public ServedBy ServedBy { get; set; } = ServedBy.Unknown;
}

/// <summary>Who has the word.</summary>
internal enum Speaker
{
    Caller,
    Agent,
}

internal sealed class TurnRecordConfiguration : IEntityTypeConfiguration<TurnRecord>
{
    public void Configure(EntityTypeBuilder<TurnRecord> turn)
    {
        turn.ToTable("Turns");
        turn.HasKey(row => new { row.TenantId, row.CallId, row.Number });
        turn.Property(row => row.TenantId).HasMaxLength(RuntimeDatabase.NameLength);
        turn.HasOne<CallRecord>().WithMany().HasForeignKey(row => new { row.TenantId, row.CallId }).OnDelete(DeleteBehavior.Cascade);
        turn.ComplexProperty(row => row.Waterfall);
        turn.ComplexProperty(row => row.Usage);
        turn.ComplexProperty(row => row.ServedBy, served =>
        {
            served.Property(by => by.Transcription).HasMaxLength(RuntimeDatabase.NameLength);
            served.Property(by => by.Model).HasMaxLength(RuntimeDatabase.NameLength);
            served.Property(by => by.Speech).HasMaxLength(RuntimeDatabase.NameLength);
        });
    }
}
