using Microsoft.EntityFrameworkCore;
using VoiceAgent.Runtime.Identity.Accounts;
using VoiceAgent.Runtime.Storage;
using VoiceAgent.Runtime.Storage.Isolation;
using VoiceAgent.Runtime.Tenancy;

namespace VoiceAgent.Runtime.Identity.Access;

/// <summary>The key that a laptop starts with, recognised by the host.</summary>
internal interface IDevelopmentKey
{
    /// <summary>Null when it is not the key.</summary>
    AccessGrant? Verify(string credential);
}

/// <summary>Lets the development key in for as long as nobody has an account: from the first account on, it opens nothing.</summary>
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
        _isOver = await database.Set<Account>().AnyAsync(cancellationToken);
        return _isOver ? null : grant;
    }
}
