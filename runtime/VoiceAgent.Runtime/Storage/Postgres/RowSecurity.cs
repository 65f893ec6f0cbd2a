using Microsoft.EntityFrameworkCore;
using VoiceAgent.Runtime.Storage.Isolation;

namespace VoiceAgent.Runtime.Storage.Postgres;

/// <summary>
/// The wall inside the server: every table with a tenant column gets a policy, forced upon its owner too. Read from the model, so that a
/// table added later is walled by the migration that adds it. https://www.postgresql.org/docs/15/ddl-rowsecurity.html
/// </summary>
internal static class RowSecurity
{
    private const string Policy = "tenant_rows";

    /// <summary>Brings every table's policy up to date. Safe to repeat.</summary>
    public static async Task ApplyAsync(RuntimeDatabase database, string? serviceRole, CancellationToken cancellationToken)
    {
        foreach (var table in TenantColumn.Tables(database.Model).Select(type => type.GetTableName()!).Distinct().Order(StringComparer.Ordinal))
        {
            await RunAsync(database, $"""
                ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY;
                ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY;
                DROP POLICY IF EXISTS {Policy} ON "{table}";
                CREATE POLICY {Policy} ON "{table}"
                    USING (current_setting('{TenantSetting.Name}', true) = '*' OR "{TenantColumn.Name}" = current_setting('{TenantSetting.Name}', true))
                    WITH CHECK (current_setting('{TenantSetting.Name}', true) = '*' OR "{TenantColumn.Name}" = current_setting('{TenantSetting.Name}', true));
                """, cancellationToken);
        }

        if (serviceRole is not null)
        {
            var role = '"' + serviceRole.Replace("\"", "\"\"", StringComparison.Ordinal) + '"';
            await RunAsync(database, $"""
                GRANT USAGE ON SCHEMA public TO {role};
                GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role};
                GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {role};
                REVOKE UPDATE, DELETE, TRUNCATE ON "AuditEntries" FROM {role};
                REVOKE INSERT, UPDATE, DELETE ON "__EFMigrationsHistory" FROM {role};
                """, cancellationToken);
        }
    }

    /// <summary>Whether the connected role would be let past every policy.</summary>
    public static async Task<bool> IsBypassedAsync(RuntimeDatabase database, CancellationToken cancellationToken) =>
        (await database.Database
            .SqlQuery<bool>($"""SELECT rolsuper OR rolbypassrls AS "Value" FROM pg_roles WHERE rolname = current_user""")
            .ToListAsync(cancellationToken)).Single();

    // Table names come from the model and the role from the host's own settings; statements of this kind take no parameters.
    private static Task<int> RunAsync(RuntimeDatabase database, string sql, CancellationToken cancellationToken) =>
        database.Database.ExecuteSqlRawAsync(sql.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal), cancellationToken);
}
