using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using VoiceAgent.Runtime.Identity.Accounts;
using VoiceAgent.Runtime.Storage;

namespace VoiceAgent.Runtime.Identity.Sessions;

/// <summary>A login on one device, from the password to the logout.</summary>
internal sealed class SessionRecord
{
    public required string TenantId { get; init; }

    public required Guid Id { get; init; }

    public required Guid AccountId { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Fixed at login: rotating the refresh token never moves it.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    public required DateTimeOffset LastUsedAt { get; set; }

    /// <summary>Which refresh token is the current one. Each holds its own number, and the number rises by one with each rotation.</summary>
    public int Counter { get; set; }

    /// <summary>When the counter last rose.</summary>
    public required DateTimeOffset RotatedAt { get; set; }

    /// <summary>The counter at the latest return of a token that had long been replaced.</summary>
    public int? LateCounter { get; set; }

    /// <summary>How many rotations in a row were followed by such a return: a lost answer makes one, two holders of one session make many.</summary>
    public int LateReturns { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    public SessionEnd? End { get; set; }

    /// <summary>What the client called itself, shortened.</summary>
    public required string Device { get; init; }

    /// <summary>Where it was last used from.</summary>
    public required string Address { get; set; }

    /// <summary>How the person proved who they are, as RFC 8176 names it: <c>pwd</c>, <c>pwd otp</c>.</summary>
    public required string Methods { get; init; }
}

/// <summary>Why a session is over.</summary>
internal enum SessionEnd
{
    LoggedOut,
    Revoked,
    PasswordChanged,
    AccountChanged,

    /// <summary>A refresh token came back that only a thief or a victim can hold.</summary>
    TokenReused,
}

internal sealed class SessionRecordConfiguration : IEntityTypeConfiguration<SessionRecord>
{
    public void Configure(EntityTypeBuilder<SessionRecord> session)
    {
        session.ToTable("Sessions");
        session.HasKey(row => new { row.TenantId, row.Id });
        session.Property(row => row.TenantId).HasMaxLength(RuntimeDatabase.NameLength);
        session.Property(row => row.Device).HasMaxLength(200);
        session.Property(row => row.Address).HasMaxLength(45);
        session.Property(row => row.Methods).HasMaxLength(32);
        session.HasOne<Account>().WithMany().HasForeignKey(row => new { row.TenantId, row.AccountId }).OnDelete(DeleteBehavior.Cascade);
        session.HasIndex(row => new { row.TenantId, row.AccountId, row.EndedAt });
    }
}
