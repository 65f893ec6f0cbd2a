using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using VoiceAgent.Runtime.Storage;
using VoiceAgent.Runtime.Storage.Postgres;

namespace VoiceAgent.Runtime.Hosting;

/// <summary>Refuses to serve from PostgreSQL as a role that its row-level security would let past.</summary>
internal sealed class TenantWall(IDbContextFactory<RuntimeDatabase> databases, IOptions<StorageOptions> storage)
{
    /// <exception cref="StartRefusedException">The role is a superuser or bypasses row-level security.</exception>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        if (storage.Value.Postgres is null)
        {
            return;
        }

        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        if (await RowSecurity.IsBypassedAsync(database, cancellationToken))
        {
            throw new StartRefusedException(
                "The role in VOICEAGENT_POSTGRES is a superuser or may bypass row-level security: nothing in the server would keep tenants apart. "
                + "Make a plain role for it: CREATE ROLE voiceagent LOGIN NOSUPERUSER NOBYPASSRLS; and run migrate as the owner (VOICEAGENT_POSTGRES_OWNER).");
        }
    }
}
