using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Npgsql;
using VoiceAgent.Runtime.Storage.Postgres;
using VoiceAgent.Runtime.Storage.Sqlite;

namespace VoiceAgent.Runtime.Storage;

internal static class StorageRegistration
{
    /// <summary>PostgreSQL when <see cref="StorageOptions.Postgres"/> names one, else the embedded file. Everything else asks for <see cref="RuntimeDatabase"/> alone.</summary>
    public static IServiceCollection AddStorage(this IServiceCollection services)
    {
        services.AddSingleton<IDbContextFactory<RuntimeDatabase>>(provider => Databases(provider.GetRequiredService<IOptions<StorageOptions>>().Value));
        services.AddSingleton(provider => Schema(provider.GetRequiredService<IOptions<StorageOptions>>().Value, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<DataFolder>();
        services.AddSingleton<DiskSpace>();
        return services;
    }

    /// <summary>Contexts for the service's own role.</summary>
    public static IDbContextFactory<RuntimeDatabase> Databases(StorageOptions storage) =>
        storage.Postgres is { } server ? Postgres(server) : Sqlite(storage.DatabaseFile);

    /// <summary>The schema, changed by the owner's role, which is the service's own when no other is named.</summary>
    public static DatabaseSchema Schema(StorageOptions storage, TimeProvider time)
    {
        if (storage.Postgres is not { } server)
        {
            return new DatabaseSchema(Sqlite(storage.DatabaseFile), new SqliteMigrationClaim(storage.DatabaseFile, time));
        }

        var owner = storage.PostgresOwner ?? server;
        var role = new NpgsqlConnectionStringBuilder(server).Username;
        var other = role == new NpgsqlConnectionStringBuilder(owner).Username ? null : role;
        return new DatabaseSchema(
            Postgres(owner),
            new PostgresMigrationClaim(owner),
            (database, cancellationToken) => RowSecurity.ApplyAsync(database, other, cancellationToken));
    }

    private static Factory<SqliteDatabase> Sqlite(string file)
    {
        var builder = new DbContextOptionsBuilder<SqliteDatabase>();
        SqliteDatabase.Configure(builder, file);
        return new Factory<SqliteDatabase>(builder.Options, options => new SqliteDatabase(options));
    }

    private static Factory<PostgresDatabase> Postgres(string connectionString)
    {
        var builder = new DbContextOptionsBuilder<PostgresDatabase>();
        PostgresDatabase.Configure(builder, connectionString);
        return new Factory<PostgresDatabase>(builder.Options, options => new PostgresDatabase(options));
    }

    private sealed class Factory<TDatabase>(DbContextOptions<TDatabase> options, Func<DbContextOptions<TDatabase>, TDatabase> create)
        : IDbContextFactory<RuntimeDatabase>
        where TDatabase : RuntimeDatabase
    {
        public RuntimeDatabase CreateDbContext() => create(options);
    }
}
