using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using VoiceAgent.Runtime.Identity.Access;
using VoiceAgent.Runtime.Identity.Accounts;
using VoiceAgent.Runtime.Storage;
using VoiceAgent.Runtime.Tenancy;

namespace VoiceAgent.Runtime.Identity.Invites;

/// <summary>An account that somebody may make: for one address, in one role, once.</summary>
internal sealed class InviteRecord
{
    public required string TenantId { get; init; }

    public required Guid Id { get; init; }

    public required string Email { get; init; }

    public required string NormalizedEmail { get; init; }

    public required Role Role { get; init; }

    /// <summary>Keyed hash of the secret half.</summary>
    public required byte[] Hash { get; init; }

    /// <summary>The account that invited.</summary>
    public required string InvitedBy { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public DateTimeOffset? AcceptedAt { get; set; }

    public DateTimeOffset? WithdrawnAt { get; set; }
}

internal sealed class InviteRecordConfiguration : IEntityTypeConfiguration<InviteRecord>
{
    public void Configure(EntityTypeBuilder<InviteRecord> invite)
    {
        invite.ToTable("Invites");
        invite.HasKey(row => new { row.TenantId, row.Id });
        invite.Property(row => row.TenantId).HasMaxLength(RuntimeDatabase.NameLength);
        invite.Property(row => row.Email).HasMaxLength(Account.EmailLength);
        invite.Property(row => row.NormalizedEmail).HasMaxLength(Account.EmailLength);
        invite.Property(row => row.InvitedBy).HasMaxLength(64);
        invite.HasOne<TenantRecord>().WithMany().HasForeignKey(row => row.TenantId).OnDelete(DeleteBehavior.Cascade);
    }
}
