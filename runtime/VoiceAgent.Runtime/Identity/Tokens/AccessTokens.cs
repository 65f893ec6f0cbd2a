using System.Security.Claims;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using VoiceAgent.Runtime.Identity.Access;
using VoiceAgent.Runtime.Identity.Accounts;
using VoiceAgent.Runtime.Identity.Sessions;

namespace VoiceAgent.Runtime.Identity.Tokens;

/// <summary>Issues and reads access tokens: https://www.rfc-editor.org/rfc/rfc9068.</summary>
internal sealed class AccessTokens(KeyRing keys, IOptions<IdentitySettings> settings, TimeProvider time)
{
    /// <summary>The token's <c>typ</c>: an identity token or anything else that is signed opens nothing.</summary>
    public const string Type = "at+jwt";

    /// <summary>Longest token that is read, in characters. One of ours has about 700.</summary>
    public const int LongestToken = 4096;

    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(30);

    private readonly JsonWebTokenHandler _handler = NewHandler();

    public TimeSpan Lifetime => TimeSpan.FromMinutes(settings.Value.AccessTokenMinutes);

    /// <summary>A handler that renames no claim and reads no long token.</summary>
    public static JsonWebTokenHandler NewHandler() => new() { MapInboundClaims = false, MaximumTokenSizeInBytes = LongestToken, SetDefaultTimesOnTokenCreation = false };

    public async Task<string> IssueAsync(Account account, SessionRecord session, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var key = await keys.ActiveAsync(cancellationToken);
        return _handler.CreateToken(new SecurityTokenDescriptor
        {
            TokenType = Type,
            Issuer = settings.Value.Issuer,
            Audience = settings.Value.Audience,
            IssuedAt = now.UtcDateTime,
            NotBefore = now.UtcDateTime,
            Expires = (now + Lifetime).UtcDateTime,
            SigningCredentials = key.Credentials,
            Claims = new Dictionary<string, object>
            {
                [CallerClaims.Subject] = account.Id.ToString(),
                [CallerClaims.Tenant] = account.TenantId,
                [CallerClaims.Role] = account.Role.ToString(),
                [CallerClaims.Session] = session.Id.ToString(),
                [CallerClaims.Version] = account.AccessVersion,
                ["jti"] = Guid.CreateVersion7(now).ToString("N"),
                ["amr"] = session.Methods.Split(' '),
            },
        });
    }

    /// <summary>Everything that a token must be, apart from its session being alive.</summary>
    public TokenValidationParameters Rules() => new()
    {
        ValidAlgorithms = [SecurityAlgorithms.EcdsaSha256],
        ValidTypes = [Type],
        ValidIssuer = settings.Value.Issuer,
        ValidAudience = settings.Value.Audience,
        RequireAudience = true,
        RequireSignedTokens = true,
        RequireExpirationTime = true,
        TryAllIssuerSigningKeys = false,
        IssuerSigningKeyResolver = (_, _, id, _) => keys.Find(id),
        LifetimeValidator = (from, until, _, _) => IsLive(from, until),
        NameClaimType = CallerClaims.Subject,
        RoleClaimType = CallerClaims.Role,
    };

    /// <summary>Null for anything but a token of ours that has not run out. Whether its session lives is <see cref="LiveAccess"/>'s matter.</summary>
    public async Task<ClaimsIdentity?> ReadAsync(string token, CancellationToken cancellationToken)
    {
        await LearnAsync(token, cancellationToken);
        var result = await _handler.ValidateTokenAsync(token, Rules());
        return result.IsValid && IsUnambiguous(token) ? result.ClaimsIdentity : null;
    }

    /// <summary>Makes sure that the key which the token names is known, if it exists.</summary>
    public async Task LearnAsync(string token, CancellationToken cancellationToken)
    {
        if (token.Length <= LongestToken && _handler.CanReadToken(token))
        {
            try
            {
                await keys.LearnAsync(_handler.ReadJsonWebToken(token).Kid, cancellationToken);
            }
            catch (Exception exception) when (exception is ArgumentException or SecurityTokenException)
            {
                // No token at all; the validation says so.
            }
        }
    }

    /// <summary>Two readers must not see two different claims in one token.</summary>
    public static bool IsUnambiguous(string token)
    {
        try
        {
            var payload = Base64UrlEncoder.DecodeBytes(token.Split('.')[1]);
            using var read = System.Text.Json.JsonDocument.Parse(payload, new() { AllowDuplicateProperties = false });
            return true;
        }
        catch (Exception exception) when (exception is System.Text.Json.JsonException or FormatException or IndexOutOfRangeException)
        {
            return false;
        }
    }

    private bool IsLive(DateTime? from, DateTime? until)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return until is { } end && now < end + Skew && (from is not { } start || now >= start - Skew);
    }
}
