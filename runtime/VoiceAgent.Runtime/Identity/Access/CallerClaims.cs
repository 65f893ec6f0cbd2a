namespace VoiceAgent.Runtime.Identity.Access;

/// <summary>Names of the claims in our tokens.</summary>
internal static class CallerClaims
{
    public const string Subject = "sub";
    public const string Tenant = "tid";
    public const string Role = "role";
    public const string Session = "sid";
    public const string Version = "ver";

    /// <summary>Permissions of an API key, separated by spaces.</summary>
    public const string Scope = "scope";

    /// <summary>Identifier of an API key.</summary>
    public const string Key = "kid";
}
