using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using VoiceAgent.Runtime.Storage;

namespace VoiceAgent.Runtime.Api;

/// <summary>The answer to a request that named itself by an Idempotency-Key, kept so that a repetition gets the same.</summary>
internal sealed class StoredAnswer
{
    public required string TenantId { get; init; }

    /// <summary>SHA-256 of caller, route and key.</summary>
    public required string Key { get; init; }

    /// <summary>SHA-256 of the request's body: the same key with another body is a mistake.</summary>
    public required string Request { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Null while the first request runs.</summary>
    public int? Status { get; set; }

    public string? ContentType { get; set; }

    public string? Location { get; set; }

    /// <summary>Sealed: some answers hold a secret that is shown once.</summary>
    public byte[]? Body { get; set; }
}

internal sealed class StoredAnswerConfiguration : IEntityTypeConfiguration<StoredAnswer>
{
    public void Configure(EntityTypeBuilder<StoredAnswer> answer)
    {
        answer.ToTable("StoredAnswers");
        answer.HasKey(row => new { row.TenantId, row.Key });
        answer.Property(row => row.TenantId).HasMaxLength(RuntimeDatabase.NameLength);
        answer.Property(row => row.Key).HasMaxLength(64);
        answer.Property(row => row.Request).HasMaxLength(64);
        answer.Property(row => row.ContentType).HasMaxLength(100);
        answer.Property(row => row.Location).HasMaxLength(400);
        answer.HasIndex(row => row.CreatedAt);
    }
}
