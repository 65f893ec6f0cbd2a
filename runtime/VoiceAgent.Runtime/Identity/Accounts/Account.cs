using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using VoiceAgent.Runtime.Identity.Access;
using VoiceAgent.Runtime.Storage;
using VoiceAgent.Runtime.Tenancy;

namespace VoiceAgent.Runtime.Identity.Accounts;

/// <summary>A person in one tenant. Who works for two tenants has two accounts, which know nothing of each other.</summary>
internal sealed class Account
{
    /// <summary>Longest address that mail can carry: https://www.rfc-editor.org/rfc/rfc5321#section-4.5.3.1.3.</summary>
    public const int EmailLength = 254;

    public const int DisplayNameLength = 100;

    public required string TenantId { get; init; }

    public required Guid Id { get; init; }

    public required string Email { get; set; }

    public string NormalizedEmail { get; set; } = "";

    public required string DisplayName { get; set; }

    public required Role Role { get; set; }

    /// <summary>Null for an account that was invited and has not answered.</summary>
    public string? PasswordHash { get; set; }

    /// <summary>Changes with the password and the second factor: codes that were sent before are void.</summary>
    public string SecurityStamp { get; set; } = "";

    /// <summary>Rises whenever what the account may do changes. Access tokens carry it, and one with another number is refused.</summary>
    public int AccessVersion { get; set; } = 1;

    public DateTimeOffset? EmailVerifiedAt { get; set; }

    public DateTimeOffset? DisabledAt { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? LastLoginAt { get; set; }

    /// <summary>The authenticator's seed, sealed; null when there is none.</summary>
    public byte[]? TotpSeed { get; set; }

    /// <summary>Null while the seed waits for its first code.</summary>
    public DateTimeOffset? TotpConfirmedAt { get; set; }

    /// <summary>The time step of the last code that was taken: no code works twice.</summary>
    public long LastTotpStep { get; set; }

    /// <summary>Guards against two writers: the loser reads again.</summary>
    public string ConcurrencyStamp { get; set; } = "";

    public bool HasSecondFactor => TotpConfirmedAt is not null;

    /// <summary>Makes every token that was issued so far void.</summary>
    public void ChangeAccess() => AccessVersion++;
}

internal sealed class AccountConfiguration : IEntityTypeConfiguration<Account>
{
    public void Configure(EntityTypeBuilder<Account> account)
    {
        account.ToTable("Accounts");
        account.HasKey(row => new { row.TenantId, row.Id });
        account.HasOne<TenantRecord>().WithMany().HasForeignKey(row => row.TenantId).OnDelete(DeleteBehavior.Cascade);
        account.Property(row => row.TenantId).HasMaxLength(RuntimeDatabase.NameLength);
        account.Property(row => row.Email).HasMaxLength(Account.EmailLength);
        account.Property(row => row.NormalizedEmail).HasMaxLength(Account.EmailLength);
        account.Property(row => row.DisplayName).HasMaxLength(Account.DisplayNameLength);
        account.Property(row => row.PasswordHash).HasMaxLength(300);
        account.Property(row => row.SecurityStamp).HasMaxLength(64);
        account.Property(row => row.ConcurrencyStamp).HasMaxLength(64).IsConcurrencyToken();
        account.Ignore(row => row.HasSecondFactor);
        account.HasIndex(row => new { row.TenantId, row.NormalizedEmail }).IsUnique();
        account.HasIndex(row => row.NormalizedEmail);
    }
}
