using Microsoft.EntityFrameworkCore;
using VoiceAgent.Runtime.Storage;
using VoiceAgent.Testing.Databases;

namespace VoiceAgent.Runtime.Tests.Storage;

/// <summary>A database of its own in the run's PostgreSQL: the service works in a role that owns nothing.</summary>
public sealed class PostgresTestDatabase : TestDatabase
{
    private IDbContextFactory<RuntimeDatabase>? _databases;
    private DatabaseSchema? _schema;

    public string Service { get; private set; } = "";

    public string Owner { get; private set; } = "";

    internal override IDbContextFactory<RuntimeDatabase> Databases => _databases!;

    internal override DatabaseSchema Schema => _schema!;

    internal override StorageOptions Options(string data) => new() { Data = data, Postgres = Service, PostgresOwner = Owner };

    public override async Task InitializeAsync()
    {
        (Service, Owner) = await (await Postgres.GetAsync()).CreateDatabaseAsync();
        var options = Options(".");
        _databases = StorageRegistration.Databases(options);
        _schema = StorageRegistration.Schema(options, TimeProvider.System);
        await base.InitializeAsync();
    }

    public override Task DisposeAsync() => Task.CompletedTask;
}
