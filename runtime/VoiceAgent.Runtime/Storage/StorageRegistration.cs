using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using VoiceAgent.Runtime.Storage.Sqlite;

namespace VoiceAgent.Runtime.Storage;

internal static class StorageRegistration
{
    /// <summary>The embedded database. Everything else asks for <see cref="RuntimeDatabase"/> alone.</summary>
    public static IServiceCollection AddStorage(this IServiceCollection services)
    {
        services.AddDbContextFactory<SqliteDatabase>((provider, builder) =>
            SqliteDatabase.Configure(builder, provider.GetRequiredService<IOptions<StorageOptions>>().Value.DatabaseFile));
        services.AddSingleton<IDbContextFactory<RuntimeDatabase>, AnyEngine<SqliteDatabase>>();
        services.AddSingleton<IMigrationClaim>(provider => new SqliteMigrationClaim(
            provider.GetRequiredService<IOptions<StorageOptions>>().Value.DatabaseFile,
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<DatabaseSchema>();
        services.AddSingleton<DataFolder>();
        services.AddSingleton<DiskSpace>();
        return services;
    }

    /// <summary>Hides which engine's context is made.</summary>
    private sealed class AnyEngine<TDatabase>(IDbContextFactory<TDatabase> engine) : IDbContextFactory<RuntimeDatabase>
        where TDatabase : RuntimeDatabase
    {
        public RuntimeDatabase CreateDbContext() => engine.CreateDbContext();
    }
}
