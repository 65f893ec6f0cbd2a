using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using VoiceAgent.Runtime.Storage;

namespace VoiceAgent.Runtime.Tenancy;

/// <summary>A tenant as the accounts see it. What it may run is its resource's matter.</summary>
internal sealed class TenantRecord
{
    /// <summary>A DNS label, the same as the namespace's.</summary>
    public required string TenantId { get; init; }

    public required string DisplayName { get; set; }

    /// <summary>Who may make an account here.</summary>
    public Registration Registration { get; set; } = Registration.Invited;

    /// <summary>Null while the tenant is served.</summary>
    public DateTimeOffset? SuspendedAt { get; set; }

    /// <summary>A session ends this long after its login, used or not.</summary>
    public TimeSpan SessionLifetime { get; set; } = TimeSpan.FromDays(30);

    /// <summary>A session ends when it was not used for this long.</summary>
    public TimeSpan SessionIdle { get; set; } = TimeSpan.FromDays(14);

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Rises with every change: the ETag.</summary>
    public int Version { get; set; } = 1;
}

/// <summary>Who may make an account.</summary>
internal enum Registration
{
    /// <summary>Nobody.</summary>
    Off,

    /// <summary>Whoever was invited.</summary>
    Invited,

    /// <summary>Everybody.</summary>
    Open,
}

internal sealed class TenantRecordConfiguration : IEntityTypeConfiguration<TenantRecord>
{
    public void Configure(EntityTypeBuilder<TenantRecord> tenant)
    {
        tenant.ToTable("Tenants");
        tenant.HasKey(row => row.TenantId);
        tenant.Property(row => row.TenantId).HasMaxLength(RuntimeDatabase.NameLength);
        tenant.Property(row => row.DisplayName).HasMaxLength(100);
        tenant.Property(row => row.Version).IsConcurrencyToken();
    }
}
