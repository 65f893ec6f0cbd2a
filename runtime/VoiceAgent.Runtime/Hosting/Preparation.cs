using Microsoft.Extensions.Options;
using VoiceAgent.Runtime.Calls;
using VoiceAgent.Runtime.Storage;
using VoiceAgent.Runtime.Tenancy;

namespace VoiceAgent.Runtime.Hosting;

/// <summary>What must be in order before anyone is let in. Each refusal says what to do.</summary>
internal sealed partial class Preparation(
    DataFolder folder,
    DatabaseSchema schema,
    CrashRecovery recovery,
    DevelopmentKey key,
    PreparationParts parts,
    ILogger<Preparation> log)
{
    /// <exception cref="StartRefusedException">The process must not serve.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        parts.Settings?.Validate();
        Claim();
        await CheckSchemaAsync(cancellationToken);

        await recovery.RunAsync(cancellationToken);
        LoadKey();
    }

    private void Claim()
    {
        var path = Path.GetFullPath(parts.Storage.Value.Data);
        try
        {
            if (!folder.TryClaim())
            {
                throw new StartRefusedException($"Another process uses the data folder {path}. Stop it, or set VOICEAGENT_DATA to another folder.");
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StartRefusedException($"The data folder {path} cannot be written to: {exception.Message}");
        }
    }

    private async Task CheckSchemaAsync(CancellationToken cancellationToken)
    {
        SchemaState state;
        try
        {
            state = await schema.InspectAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is System.Data.Common.DbException)
        {
            throw new StartRefusedException($"The database {parts.Storage.Value.DatabaseFile} cannot be opened: {exception.Message}");
        }

        if (state.Missing.Count > 0)
        {
            throw new StartRefusedException(
                $"The database {parts.Storage.Value.DatabaseFile} lacks {state.Missing.Count} schema steps ({state.Missing[0]} and on). Run: VoiceAgent.Runtime migrate");
        }

        if (state.Unknown.Count > 0)
        {
            Newer(state.Unknown[^1]);
        }
    }

    private void LoadKey()
    {
        try
        {
            key.Load();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new StartRefusedException(exception.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The database was migrated by a newer program (up to {Step}); this one serves on it")]
    private partial void Newer(string step);
}

/// <summary>What the preparation looks things up in.</summary>
internal sealed record PreparationParts(IStartupValidator? Settings, IOptions<StorageOptions> Storage);

/// <summary>The process must not serve. The message is for whoever started it.</summary>
internal sealed class StartRefusedException(string message) : Exception(message);
