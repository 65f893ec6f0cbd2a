namespace VoiceAgent.Runtime.Storage;

/// <summary>The right to change the schema, held by one process at a time and let go when it is disposed or the process dies.</summary>
internal interface IMigrationClaim
{
    /// <summary>Waits for the right and leaves the database fit to be migrated.</summary>
    Task<IAsyncDisposable> TakeAsync(CancellationToken cancellationToken);
}
