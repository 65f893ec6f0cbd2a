using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace VoiceAgent.Runtime.Storage.Postgres;

/// <summary>
/// Tells the server whose rows a connection may see, each time it is taken from the pool; returning it resets the setting. A connection
/// that was told nothing sees nothing. A pool outside of this process that shares one connection among transactions (pgbouncer's
/// transaction mode) would mix tenants and must not stand between.
/// </summary>
internal sealed class TenantSetting : DbConnectionInterceptor
{
    public static readonly TenantSetting Instance = new();

    /// <summary>Name of the setting that the policies of <see cref="RowSecurity"/> read.</summary>
    public const string Name = "voiceagent.tenant";

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        using var command = Command(connection, eventData);
        command.ExecuteNonQuery();
    }

    public override async Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        await using var command = Command(connection, eventData);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static DbCommand Command(DbConnection connection, ConnectionEndEventData eventData)
    {
        var command = connection.CreateCommand();
        command.CommandText = $"SELECT set_config('{Name}', $1, false)";
        var value = command.CreateParameter();
        value.Value = eventData.Context is RuntimeDatabase database ? database.Scope.Setting : "";
        command.Parameters.Add(value);
        return command;
    }
}
