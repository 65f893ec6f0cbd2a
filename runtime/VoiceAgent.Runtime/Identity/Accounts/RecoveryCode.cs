using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using VoiceAgent.Runtime.Storage;

namespace VoiceAgent.Runtime.Identity.Accounts;

/// <summary>One way in for who lost the authenticator. Kept as a keyed hash, good once.</summary>
internal sealed class RecoveryCode
{
    public required string TenantId { get; init; }

    public required Guid AccountId { get; init; }

    public required int Number { get; init; }

    public required byte[] Hash { get; init; }

    public DateTimeOffset? UsedAt { get; set; }
}

internal sealed class RecoveryCodeConfiguration : IEntityTypeConfiguration<RecoveryCode>
{
    public void Configure(EntityTypeBuilder<RecoveryCode> code)
    {
        code.ToTable("RecoveryCodes");
        code.HasKey(row => new { row.TenantId, row.AccountId, row.Number });
        code.Property(row => row.TenantId).HasMaxLength(RuntimeDatabase.NameLength);
        code.HasOne<Account>().WithMany().HasForeignKey(row => new { row.TenantId, row.AccountId }).OnDelete(DeleteBehavior.Cascade);
    }
}
