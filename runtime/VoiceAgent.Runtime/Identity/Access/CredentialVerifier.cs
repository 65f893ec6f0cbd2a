using System.Globalization;
using System.Security.Claims;
using VoiceAgent.Runtime.Identity.Keys;
using VoiceAgent.Runtime.Identity.Tickets;
using VoiceAgent.Runtime.Identity.Tokens;
using VoiceAgent.Runtime.Tenancy;

namespace VoiceAgent.Runtime.Identity.Access;

/// <summary>Every credential that opens a door for talking to agents: access tokens, API keys, one-time tickets, and at the very beginning the development key.</summary>
internal sealed class CredentialVerifier(AccessTokens tokens, LiveAccess access, ApiKeys keys, SocketTickets tickets, DevelopmentAccess development) : ICredentialVerifier
{
    public async ValueTask<AccessGrant?> VerifyAsync(string credential, CancellationToken cancellationToken)
    {
        if (credential.StartsWith(SocketTickets.Prefix, StringComparison.Ordinal))
        {
            return await tickets.RedeemAsync(credential, cancellationToken);
        }

        if (ApiKeyText.Read(credential) is not null)
        {
            return await keys.VerifyAsync(credential, cancellationToken) is { } key && key.Scopes.Split(' ').Contains(Permissions.CallsMake)
                ? new AccessGrant(key.TenantId, $"key/{key.Id}") { KeyId = key.Id }
                : null;
        }

        return credential.Count(letter => letter == '.') == 2
            ? await TokenAsync(credential, cancellationToken)
            : await development.VerifyAsync(credential, cancellationToken);
    }

    private async Task<AccessGrant?> TokenAsync(string token, CancellationToken cancellationToken)
    {
        if (await tokens.ReadAsync(token, cancellationToken) is not { } identity
            || Caller.From(new ClaimsPrincipal(identity)) is not { SessionId: { } session } caller
            || !int.TryParse(identity.FindFirst(CallerClaims.Version)?.Value, CultureInfo.InvariantCulture, out var version)
            || !await access.HoldsAsync(caller.TenantId, session, version, cancellationToken)
            || !caller.May(Permissions.CallsMake))
        {
            return null;
        }

        return new AccessGrant(caller.TenantId, caller.Subject) { SessionId = session, AccessVersion = version };
    }
}
