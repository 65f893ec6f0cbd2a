using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using VoiceAgent.Runtime.Storage;
using VoiceAgent.Runtime.Tenancy;

namespace VoiceAgent.Runtime.Identity.Keys;

/// <summary>A key for programs. The secret itself is shown once and kept nowhere.</summary>
internal sealed class ApiKeyRecord
{
    public required string TenantId { get; init; }

    /// <summary>The part of the key that may be shown: it finds the row.</summary>
    public required string Id { get; init; }

    public required string Name { get; set; }

    /// <summary>What the key may do, names of permissions separated by spaces.</summary>
    public required string Scopes { get; set; }

    /// <summary>Keyed hash of the secret.</summary>
    public required byte[] Hash { get; set; }

    /// <summary>The secret before the latest rotation; null when there was none or its time is over.</summary>
    public byte[]? PreviousHash { get; set; }

    public DateTimeOffset? PreviousUntil { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required string CreatedBy { get; init; }

    public DateTimeOffset? ExpiresAt { get; set; }

    /// <summary>Exact to a minute: not every request may cost a write.</summary>
    public DateTimeOffset? LastUsedAt { get; set; }

    public DateTimeOffset? RevokedAt { get; set; }
}

internal sealed class ApiKeyRecordConfiguration : IEntityTypeConfiguration<ApiKeyRecord>
{
    public void Configure(EntityTypeBuilder<ApiKeyRecord> key)
    {
        key.ToTable("ApiKeys");
        key.HasKey(row => new { row.TenantId, row.Id });
        key.Property(row => row.TenantId).HasMaxLength(RuntimeDatabase.NameLength);
        key.Property(row => row.Id).HasMaxLength(16);
        key.Property(row => row.Name).HasMaxLength(100);
        key.Property(row => row.Scopes).HasMaxLength(1000);
        key.Property(row => row.CreatedBy).HasMaxLength(64);
        key.HasOne<TenantRecord>().WithMany().HasForeignKey(row => row.TenantId).OnDelete(DeleteBehavior.Cascade);
    }
}
