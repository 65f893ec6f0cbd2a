using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using VoiceAgent.Runtime.Storage.Isolation;

namespace VoiceAgent.Runtime.Storage;

/// <summary>
/// The relational database, whichever engine holds it. It knows no table: every room brings its rows and their
/// <see cref="IEntityTypeConfiguration{TEntity}"/>, so that rooms point to storage and storage points to none.
/// Each engine derives its own context, because Entity Framework keeps one line of migrations per context type.
/// </summary>
internal abstract class RuntimeDatabase(DbContextOptions options) : DbContext(options)
{
    /// <summary>Longest name of a resource: a DNS label.</summary>
    public const int NameLength = 63;

    /// <summary>Whose rows this context may touch, from the moment it was made to its end.</summary>
    public TenantScope Scope { get; } = TenantScope.Current;

    /// <summary>What the query filters compare with.</summary>
    public string TenantKey => Scope.TenantId ?? "";

    protected override void OnConfiguring(DbContextOptionsBuilder optionsBuilder) => optionsBuilder
        .ReplaceService<IModelCacheKeyFactory, TenantColumn.ModelKey>()
        .AddInterceptors(TenantWriteGuard.Instance);

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UtcConverter>();
        configurationBuilder.Properties<TimeSpan>().HaveConversion<MillisecondsConverter>();

        // Words instead of numbers: a row stays readable, and a member added in the middle moves nothing.
        configurationBuilder.Properties<Enum>().HaveConversion<string>().HaveMaxLength(32);
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(RuntimeDatabase).Assembly);
        if (!Scope.IsEveryone)
        {
            TenantColumn.Confine(modelBuilder, this);
        }
    }
}
