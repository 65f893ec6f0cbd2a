using Npgsql;

namespace VoiceAgent.Runtime.Storage.Postgres;

/// <summary>A lock of the server's that dies with the connection, so that a killed migration leaves nothing behind.</summary>
internal sealed class PostgresMigrationClaim(string connectionString) : IMigrationClaim
{
    // Any number that no other program uses in this database: the letters "VOICEAGT".
    private const long Key = 0x564F494345414754;

    public async Task<IAsyncDisposable> TakeAsync(CancellationToken cancellationToken)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, KeepAlive = 15 }.ToString());
        try
        {
            await connection.OpenAsync(cancellationToken);

            // The wait has no end of its own: another process may be building an index.
            await using var command = new NpgsqlCommand("SELECT pg_advisory_lock($1)", connection) { CommandTimeout = 0 };
            command.Parameters.AddWithValue(Key);
            await command.ExecuteNonQueryAsync(cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }
}
