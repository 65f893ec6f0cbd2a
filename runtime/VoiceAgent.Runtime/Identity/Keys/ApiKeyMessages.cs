using VoiceAgent.Runtime.Api;
using VoiceAgent.Runtime.Identity.Access;

namespace VoiceAgent.Runtime.Identity.Keys;

/// <summary>A key to be made.</summary>
/// <param name="Name">For people.</param>
/// <param name="Scopes">Permissions, none that the maker lacks.</param>
/// <param name="ExpiresInDays">1 to 730; absent for a key that lasts until it is revoked.</param>
internal sealed record CreateApiKeyRequest(string Name, IReadOnlyList<string> Scopes, int? ExpiresInDays = null) : IChecked
{
    public void Check(Findings findings)
    {
        findings.Text("name", Name, 100);
        if (Scopes.Count is 0 or > 20 || Scopes.Any(scope => scope is null || scope == Permissions.Me || !RoleMatrix.Permissions.ContainsKey(scope)))
        {
            findings.Add("scopes", $"Name 1 to 20 of: {string.Join(", ", RoleMatrix.Permissions.Keys.Where(name => name != Permissions.Me))}.");
        }

        if (ExpiresInDays is < 1 or > 730)
        {
            findings.Add("expiresInDays", "Use 1 to 730 days.");
        }
    }
}

/// <summary>How long the replaced secret goes on working, 0 to 168 hours.</summary>
internal sealed record RotateApiKeyRequest(int OverlapHours = 24) : IChecked
{
    public void Check(Findings findings)
    {
        if (OverlapHours is < 0 or > 168)
        {
            findings.Add("overlapHours", "Use 0 to 168 hours.");
        }
    }
}

/// <summary>A key, without its secret.</summary>
internal sealed record ApiKeyResponse(
    string Id, string Name, string Shown, IReadOnlyList<string> Scopes, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt, DateTimeOffset? LastUsedAt, bool Revoked)
{
    public static ApiKeyResponse Of(ApiKeyRecord key) => new(
        key.Id, key.Name, ApiKeyText.Shown(key.TenantId, key.Id), key.Scopes.Split(' '), key.CreatedAt, key.ExpiresAt, key.LastUsedAt, key.RevokedAt is not null);
}

/// <summary>A key with its secret, shown this once.</summary>
internal sealed record ApiKeySecretResponse(ApiKeyResponse ApiKey, string Secret, DateTimeOffset? PreviousSecretUntil);
