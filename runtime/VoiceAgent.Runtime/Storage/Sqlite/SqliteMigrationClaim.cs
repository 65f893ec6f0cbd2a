using Microsoft.Data.Sqlite;

namespace VoiceAgent.Runtime.Storage.Sqlite;

/// <summary>
/// Entity Framework guards SQLite migrations by a row in a table. A process that is killed while it migrates leaves that row behind, and
/// every later start would wait for it without end. The operating system's lock on a file beside the database has no such memory: whoever
/// holds it knows that nobody migrates, so that a row which is there is stale and may go.
/// </summary>
internal sealed class SqliteMigrationClaim(string file, TimeProvider time) : IMigrationClaim
{
    private static readonly TimeSpan Retry = TimeSpan.FromMilliseconds(200);

    public async Task<IAsyncDisposable> TakeAsync(CancellationToken cancellationToken)
    {
        OwnerOnly.CreateFolder(Path.GetDirectoryName(Path.GetFullPath(file))!);
        var claim = await LockAsync(cancellationToken);
        try
        {
            await ClearStaleRowAsync(cancellationToken);
        }
        catch
        {
            await claim.DisposeAsync();
            throw;
        }

        return claim;
    }

    private async Task<FileStream> LockAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return new FileStream(file + ".migrating", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (File.Exists(file + ".migrating"))
            {
                await Task.Delay(Retry, time, cancellationToken);
            }
        }
    }

    private async Task ClearStaleRowAsync(CancellationToken cancellationToken)
    {
        await using var connection = new SqliteConnection(SqliteDatabase.ConnectionString(file));
        await connection.OpenAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA journal_mode = WAL; DROP TABLE IF EXISTS \"__EFMigrationsLock\";";
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
