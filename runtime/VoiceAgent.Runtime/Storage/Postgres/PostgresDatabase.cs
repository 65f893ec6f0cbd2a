using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Npgsql;

namespace VoiceAgent.Runtime.Storage.Postgres;

/// <summary>The production database: many processes, many writers, and a second wall between tenants inside the server.</summary>
internal sealed class PostgresDatabase(DbContextOptions<PostgresDatabase> options) : RuntimeDatabase(options)
{
    /// <summary>Fills in everything that every context of this server needs.</summary>
    public static void Configure(DbContextOptionsBuilder builder, string connectionString) =>
        builder.UseNpgsql(Settled(connectionString)).AddInterceptors(TenantSetting.Instance);

    /// <summary>
    /// Adds what the connection string does not say: a dead server is noticed (the driver's default never asks), and waiting ends.
    /// Resetting on return to the pool is what clears the tenant's setting, so it may not be switched off.
    /// </summary>
    public static string Settled(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        if (settings.NoResetOnClose)
        {
            throw new ArgumentException("Storage:Postgres must not set 'No Reset On Close': a pooled connection would keep its last tenant.");
        }

        if (settings.KeepAlive == 0)
        {
            settings.KeepAlive = 15;
        }

        return settings.ToString();
    }

    /// <summary>Lets <c>dotnet ef migrations add</c> build the model without a server.</summary>
    internal sealed class Design : IDesignTimeDbContextFactory<PostgresDatabase>
    {
        public PostgresDatabase CreateDbContext(string[] args)
        {
            var builder = new DbContextOptionsBuilder<PostgresDatabase>();
            Configure(builder, "Host=localhost;Database=voiceagent");
            return new PostgresDatabase(builder.Options);
        }
    }
}
