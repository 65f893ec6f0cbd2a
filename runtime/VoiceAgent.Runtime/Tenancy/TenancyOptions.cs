using System.ComponentModel.DataAnnotations;

namespace VoiceAgent.Runtime.Tenancy;

/// <summary>Whose process this is.</summary>
internal sealed class TenancyOptions
{
    public const string Section = "Tenancy";

    /// <summary>The tenant that the development key stands for; left out, the first in the order of their names. <c>VOICEAGENT_TENANT</c>.</summary>
    [RegularExpression("^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$")]
    public string? Tenant { get; set; }

    /// <summary>Password of the first owners; left out, one is made and shown. <c>VOICEAGENT_OWNER_PASSWORD</c>.</summary>
    public string? OwnerPassword { get; set; }
}
