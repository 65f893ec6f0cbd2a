using System.ComponentModel.DataAnnotations;

namespace VoiceAgent.Runtime.Identity;

/// <summary>Accounts and tokens. Section <c>Identity</c>. Checked at start.</summary>
internal sealed class IdentitySettings
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Identity";

    /// <summary>Who issues the tokens: their <c>iss</c>.</summary>
    [Required, MaxLength(200)]
    public string Issuer { get; set; } = "voiceagent";

    /// <summary>Whom the tokens are for: their <c>aud</c>.</summary>
    [Required, MaxLength(200)]
    public string Audience { get; set; } = "voiceagent-api";

    /// <summary>Base address of the portal, for the links in mails.</summary>
    [Required, Url]
    public string PublicUrl { get; set; } = "http://localhost:8080";

    /// <summary>32 bytes in Base64 from which every other key is derived. Null to keep one in the data folder, which serves a single process.</summary>
    public string? RootKey { get; set; }

    /// <summary>How long an access token lives, 1 to 60 minutes.</summary>
    [Range(1, 60)]
    public int AccessTokenMinutes { get; set; } = 10;

    /// <summary>How long after a rotation the replaced refresh token is answered without question, 0 to 300 s: concurrent tabs and lost answers.</summary>
    [Range(0, 300)]
    public int RefreshGraceSeconds { get; set; } = 30;

    /// <summary>Days after which a new signing key takes over, 1 to 365.</summary>
    [Range(1, 365)]
    public int KeyRotationDays { get; set; } = 90;

    /// <summary>Hours for which a new signing key is published before it signs, 1 to 720. Verifiers may keep the published set for an hour.</summary>
    [Range(1, 720)]
    public int KeyAnnouncementHours { get; set; } = 24;

    /// <summary>Shortest password, 15 to 64: NIST SP 800-63B-4 for a password that stands alone. With a second factor, 8.</summary>
    [Range(15, 64)]
    public int PasswordLength { get; set; } = 15;

    /// <summary>True to hash with PBKDF2-HMAC-SHA512, for deployments that must keep to FIPS 140.</summary>
    public bool Fips { get; set; }

    /// <summary>Passwords hashed at once, each in 19 MiB; 0 for one a core.</summary>
    [Range(0, 64)]
    public int HashingAtOnce { get; set; }

    /// <summary>Logins that may wait for their turn, 10 to 100 000.</summary>
    [Range(10, 100_000)]
    public int HashingQueue { get; set; } = 2_000;

    /// <summary>Seconds for which a changed or ended access may go unnoticed by another process, 1 to 15. Sockets learn of it within twice this time.</summary>
    [Range(1, 15)]
    public int RecheckSeconds { get; set; } = 10;
}
