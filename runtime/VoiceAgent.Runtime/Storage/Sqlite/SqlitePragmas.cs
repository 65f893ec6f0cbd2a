using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace VoiceAgent.Runtime.Storage.Sqlite;

/// <summary>
/// Settles every connection; the journal mode belongs to the file and is set with the schema (<see cref="SqliteMigrationClaim"/>).
/// NORMAL synchronises at checkpoints: a killed process loses nothing, a power cut at most the latest transactions.
/// The busy timeout, 5 s, is for the moments that the provider's own retries do not cover, such as a checkpoint.
/// </summary>
internal sealed class SqlitePragmas : DbConnectionInterceptor
{
    public static readonly SqlitePragmas Instance = new();

    private const string Pragmas = "PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 5000;";

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Pragmas;
        command.ExecuteNonQuery();
    }

    public override async Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = Pragmas;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
