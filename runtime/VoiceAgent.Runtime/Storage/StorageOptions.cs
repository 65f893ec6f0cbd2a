using System.ComponentModel.DataAnnotations;

namespace VoiceAgent.Runtime.Storage;

/// <summary>Where things that outlive the process are kept.</summary>
internal sealed class StorageOptions
{
    public const string Section = "Storage";

    /// <summary>Folder of the database, the recordings and the development key. <c>VOICEAGENT_DATA</c>.</summary>
    [Required]
    public string Data { get; set; } = "./data";

    /// <summary>Recordings stop when less than this is free on the disk, in megabytes: the database needs the rest. 0 to use all.</summary>
    [Range(0, 1_048_576)]
    public int MinimumFreeMegabytes { get; set; } = 256;

    /// <summary>Connection string of the PostgreSQL database, <c>Storage:Postgres</c>; null for the embedded one. Its role may bypass no row-level security.</summary>
    public string? Postgres { get; set; }

    /// <summary>The same database as the role that owns the schema, for migrations alone; null when one role does both.</summary>
    public string? PostgresOwner { get; set; }

    /// <summary>The database's file.</summary>
    public string DatabaseFile => Path.Combine(Path.GetFullPath(Data), Sqlite.SqliteDatabase.FileName);

    /// <summary>Folder of the recordings, one folder for each tenant below it.</summary>
    public string RecordingsFolder => Path.Combine(Path.GetFullPath(Data), "recordings");
}
