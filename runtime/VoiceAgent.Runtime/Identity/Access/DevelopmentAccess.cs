using Microsoft.EntityFrameworkCore;
using VoiceAgent.Runtime.Identity.Accounts;
using VoiceAgent.Runtime.Storage;
using VoiceAgent.Runtime.Storage.Isolation;
using VoiceAgent.Runtime.Tenancy;

namespace VoiceAgent.Runtime.Identity.Access;

/// <summary>Lets the development key in until the first person has logged in: from then on there are better credentials, and it opens nothing.</summary>
internal sealed class DevelopmentAccess(IEnumerable<IDevelopmentKey> keys, IDbContextFactory<RuntimeDatabase> databases)
{
    private volatile bool _isOver;

    public async ValueTask<AccessGrant?> VerifyAsync(string credential, CancellationToken cancellationToken)
    {
        if (_isOver || keys.Select(key => key.Verify(credential)).FirstOrDefault(grant => grant is not null) is not { } grant)
        {
            return null;
        }

        using var _ = TenantScope.Enter(TenantScope.Everyone);
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        _isOver = await database.Set<Account>().AnyAsync(account => account.LastLoginAt != null, cancellationToken);
        return _isOver ? null : grant;
    }
}
