using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using VoiceAgent.Runtime.Storage;

namespace VoiceAgent.Runtime.Audit;

/// <summary>Who did what to what. Written once, changed never; each row holds the hash of the one before it.</summary>
internal sealed class AuditEntry
{
    public required string TenantId { get; init; }

    /// <summary>Rises by one from 1 within the tenant.</summary>
    public required long Sequence { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>An account's or key's identifier, never a name or an address.</summary>
    public required string Actor { get; init; }

    /// <summary>Such as <c>api_key.created</c>.</summary>
    public required string Action { get; init; }

    /// <summary>Kind and identifier, such as <c>account/0199…</c>.</summary>
    public required string Target { get; init; }

    /// <summary>Where the request came from; empty for the process's own work.</summary>
    public required string Address { get; init; }

    /// <summary>What changed, a JSON object without personal data; null for nothing more.</summary>
    public string? Detail { get; init; }

    public required byte[] PreviousHash { get; init; }

    /// <summary>SHA-256 over all of the above.</summary>
    public required byte[] Hash { get; init; }
}

internal sealed class AuditEntryConfiguration : IEntityTypeConfiguration<AuditEntry>
{
    public void Configure(EntityTypeBuilder<AuditEntry> entry)
    {
        entry.ToTable("AuditEntries");
        entry.HasKey(row => new { row.TenantId, row.Sequence });
        entry.Property(row => row.TenantId).HasMaxLength(RuntimeDatabase.NameLength);
        entry.Property(row => row.Actor).HasMaxLength(64);
        entry.Property(row => row.Action).HasMaxLength(64);
        entry.Property(row => row.Target).HasMaxLength(128);
        entry.Property(row => row.Address).HasMaxLength(45);
        entry.HasIndex(row => new { row.TenantId, row.Action, row.Sequence });
    }
}
