using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace VoiceAgent.Runtime.Storage.Sqlite;

/// <summary>The embedded database: one file, one process, one writer at a time.</summary>
internal sealed class SqliteDatabase(DbContextOptions<SqliteDatabase> options) : RuntimeDatabase(options)
{
    /// <summary>Name of the file within the data directory.</summary>
    public const string FileName = "voiceagent.db";

    /// <summary>How the file is opened. Foreign keys are per connection in SQLite and must be asked for.</summary>
    public static string ConnectionString(string file) =>
        new SqliteConnectionStringBuilder { DataSource = file, ForeignKeys = true, DefaultTimeout = 30 }.ToString();

    /// <summary>Fills in everything that every context of this file needs.</summary>
    public static void Configure(DbContextOptionsBuilder builder, string file) =>
        builder.UseSqlite(ConnectionString(file)).AddInterceptors(SqlitePragmas.Instance);

    /// <summary>Lets <c>dotnet ef migrations add</c> build the model without starting the host.</summary>
    internal sealed class Design : IDesignTimeDbContextFactory<SqliteDatabase>
    {
        public SqliteDatabase CreateDbContext(string[] args)
        {
            var builder = new DbContextOptionsBuilder<SqliteDatabase>();
            Configure(builder, FileName);
            return new SqliteDatabase(builder.Options);
        }
    }
}
