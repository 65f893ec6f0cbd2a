using Microsoft.EntityFrameworkCore;
using VoiceAgent.Runtime.Audit;
using VoiceAgent.Runtime.Identity.Accounts;
using VoiceAgent.Runtime.Identity.SignIn;
using VoiceAgent.Runtime.Identity.Tokens;
using VoiceAgent.Runtime.Storage;
using VoiceAgent.Runtime.Storage.Isolation;
using VoiceAgent.Runtime.Tenancy;

namespace VoiceAgent.Runtime.Identity.Sessions;

/// <summary>Begins a session for who has proved to be the account's holder, unless the account is closed.</summary>
internal sealed class SessionStart(
    IDbContextFactory<RuntimeDatabase> databases, AccessTokens access, RefreshTokens refresh, AuditLog audit, TimeProvider time)
{
    private const int LongestDevice = 200;

    public async Task<Beginning> StartAsync(Account account, string methods, HttpContext context, CancellationToken cancellationToken)
    {
        using var _ = TenantScope.Enter(account.TenantId);
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var tenant = await database.Set<TenantRecord>().AsNoTracking().SingleAsync(cancellationToken);
        if (Closed(account, tenant) is { } closed)
        {
            return closed;
        }

        var session = NewSession(account, tenant, methods, context);
        database.Add(session);
        await database.SaveChangesAsync(cancellationToken);
        await database.Set<Account>().Where(row => row.Id == account.Id)
            .ExecuteUpdateAsync(row => row.SetProperty(to => to.LastLoginAt, session.CreatedAt), cancellationToken);
        await audit.WriteAsync(
            new AuditEvent(account.TenantId, $"account/{account.Id}", "session.started", $"session/{session.Id}", session.Address, new { methods }), cancellationToken);
        return new Beginning.Started(
            new SignedIn(await access.IssueAsync(account, session, cancellationToken), refresh.Write(account.TenantId, session.Id, session.Counter)));
    }

    private static Beginning.Closed? Closed(Account account, TenantRecord tenant) => (account, tenant) switch
    {
        (_, { SuspendedAt: not null }) => new Beginning.Closed("tenant_suspended", "This tenant is suspended. Ask who runs the platform."),
        ({ DisabledAt: not null }, _) => new Beginning.Closed("account_disabled", "This account is disabled. Ask your tenant's owner."),
        ({ EmailVerifiedAt: null }, _) => new Beginning.Closed("email_unverified", "Confirm your e-mail address first: open the link that was sent to it, or ask for another."),
        _ => null,
    };

    private SessionRecord NewSession(Account account, TenantRecord tenant, string methods, HttpContext context)
    {
        var now = time.GetUtcNow();
        var device = new string([.. context.Request.Headers.UserAgent.ToString().Where(letter => !char.IsControl(letter)).Take(LongestDevice)]);
        return new SessionRecord
        {
            TenantId = account.TenantId,
            Id = Guid.CreateVersion7(now),
            AccountId = account.Id,
            CreatedAt = now,
            ExpiresAt = now + tenant.SessionLifetime,
            LastUsedAt = now,
            RotatedAt = now,
            Device = device,
            Address = Access.Caller.Address(context),
            Methods = methods,
        };
    }

    internal abstract record Beginning
    {
        internal sealed record Started(SignedIn Tokens) : Beginning;

        internal sealed record Closed(string Code, string Detail) : Beginning;
    }
}
