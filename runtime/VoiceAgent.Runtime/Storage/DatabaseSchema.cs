using Microsoft.EntityFrameworkCore;

namespace VoiceAgent.Runtime.Storage;

/// <summary>Compares the database's schema with the one that this program was built for, and brings it there when told to.</summary>
/// <param name="databases">Contexts of the role that owns the schema.</param>
/// <param name="claim">The right to change it.</param>
/// <param name="finish">What the engine adds to the tables once they are there; null for nothing.</param>
internal sealed class DatabaseSchema(
    IDbContextFactory<RuntimeDatabase> databases, IMigrationClaim claim, Func<RuntimeDatabase, CancellationToken, Task>? finish = null)
{
    /// <summary>Where the database stands. A database that does not exist lacks every step.</summary>
    public async Task<SchemaState> InspectAsync(CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var known = database.Database.GetMigrations().ToList();
        var applied = (await database.Database.GetAppliedMigrationsAsync(cancellationToken)).ToList();
        return new SchemaState([.. known.Except(applied)], [.. applied.Except(known)]);
    }

    /// <summary>Applies what is missing, each step once, however many processes ask at the same time.</summary>
    /// <returns>The steps that were applied.</returns>
    public async Task<IReadOnlyList<string>> MigrateAsync(CancellationToken cancellationToken)
    {
        await using var held = await claim.TakeAsync(cancellationToken);
        var before = await InspectAsync(cancellationToken);
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        if (before.Missing.Count > 0)
        {
            await database.Database.MigrateAsync(cancellationToken);
        }

        // Also when nothing was missing: a process that died between the two left tables without their walls.
        if (finish is not null)
        {
            await finish(database, cancellationToken);
        }

        return before.Missing;
    }
}

/// <summary>How a database's schema relates to the program's.</summary>
/// <param name="Missing">Steps that the program needs and the database lacks, oldest first.</param>
/// <param name="Unknown">
/// Steps that a newer program applied. Steps only ever add within one minor version, so that an older program can be rolled back to.
/// </param>
internal sealed record SchemaState(IReadOnlyList<string> Missing, IReadOnlyList<string> Unknown);
