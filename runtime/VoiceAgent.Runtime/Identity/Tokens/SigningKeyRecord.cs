using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace VoiceAgent.Runtime.Identity.Tokens;

/// <summary>A key that signs access tokens. Its state follows from the clock alone, so that every process agrees on it.</summary>
internal sealed class SigningKeyRecord
{
    /// <summary>The token's <c>kid</c>.</summary>
    public required string Id { get; init; }

    /// <summary>PKCS#8, sealed with the deployment's root key.</summary>
    public required byte[] Sealed { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Published before this moment and used from it on: every verifier knows the key by then.</summary>
    public required DateTimeOffset ActiveAt { get; init; }

    /// <summary>Set when a key must no longer be believed, whatever it signed.</summary>
    public DateTimeOffset? RevokedAt { get; set; }
}

internal sealed class SigningKeyRecordConfiguration : IEntityTypeConfiguration<SigningKeyRecord>
{
    public void Configure(EntityTypeBuilder<SigningKeyRecord> key)
    {
        key.ToTable("SigningKeys");
        key.HasKey(row => row.Id);
        key.Property(row => row.Id).HasMaxLength(64);
    }
}
