using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using VoiceAgent.Runtime.Identity.Accounts;
using VoiceAgent.Runtime.Storage;

namespace VoiceAgent.Runtime.Identity.Codes;

/// <summary>A secret that opens one thing once: a link in a mail, the wait for the second factor, a socket's ticket.</summary>
internal sealed class OneTimeCode
{
    public required string TenantId { get; init; }

    public required Guid Id { get; init; }

    public required Guid AccountId { get; init; }

    public required CodePurpose Purpose { get; init; }

    /// <summary>Keyed hash of the secret half.</summary>
    public required byte[] Hash { get; init; }

    /// <summary>The account's stamp when the code was made: a changed password voids it.</summary>
    public required string Stamp { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public DateTimeOffset? UsedAt { get; set; }

    /// <summary>Wrong second factors that were offered with it.</summary>
    public int Failures { get; set; }

    /// <summary>What a ticket is bound to, such as a session; null for nothing.</summary>
    public string? Bound { get; init; }
}

/// <summary>What a code is for. A code of one kind opens nothing of another.</summary>
internal enum CodePurpose
{
    VerifyEmail,
    ResetPassword,
    SecondFactor,
    Ticket,
}

internal sealed class OneTimeCodeConfiguration : IEntityTypeConfiguration<OneTimeCode>
{
    public void Configure(EntityTypeBuilder<OneTimeCode> code)
    {
        code.ToTable("OneTimeCodes");
        code.HasKey(row => new { row.TenantId, row.Id });
        code.Property(row => row.TenantId).HasMaxLength(RuntimeDatabase.NameLength);
        code.Property(row => row.Stamp).HasMaxLength(64);
        code.Property(row => row.Bound).HasMaxLength(200);
        code.HasOne<Account>().WithMany().HasForeignKey(row => new { row.TenantId, row.AccountId }).OnDelete(DeleteBehavior.Cascade);
        code.HasIndex(row => row.ExpiresAt);
    }
}
