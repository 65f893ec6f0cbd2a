using System.Globalization;
using VoiceAgent.Runtime.Identity.Access;
using VoiceAgent.Runtime.Identity.Accounts;
using VoiceAgent.Runtime.Identity.Codes;
using VoiceAgent.Runtime.Tenancy;

namespace VoiceAgent.Runtime.Identity.Tickets;

/// <summary>Opens one socket once: browsers cannot send headers with a socket, and no credential that lasts may stand in an address.</summary>
internal sealed class SocketTickets(OneTimeCodes codes, LiveAccess access)
{
    public const string Prefix = "vat_";

    /// <summary>Time enough to open a socket.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(30);

    public async Task<string> CreateAsync(Account account, Guid session, CancellationToken cancellationToken) =>
        Prefix + await codes.CreateAsync(account, CodePurpose.Ticket, Lifetime, string.Create(CultureInfo.InvariantCulture, $"{session:N} {account.AccessVersion}"), cancellationToken);

    /// <summary>Whose socket it is; null when the ticket was used, has run out, or its session is over.</summary>
    public async Task<AccessGrant?> RedeemAsync(string ticket, CancellationToken cancellationToken)
    {
        if (await codes.RedeemAsync(ticket[Prefix.Length..], CodePurpose.Ticket, cancellationToken) is not { Code.Bound: { } bound } redeemed)
        {
            return null;
        }

        var parts = bound.Split(' ');
        var session = Guid.ParseExact(parts[0], "N");
        var version = int.Parse(parts[1], CultureInfo.InvariantCulture);
        return await access.HoldsAsync(redeemed.Account.TenantId, session, version, cancellationToken)
            ? new AccessGrant(redeemed.Account.TenantId, $"account/{redeemed.Account.Id}") { SessionId = session, AccessVersion = version }
            : null;
    }
}
