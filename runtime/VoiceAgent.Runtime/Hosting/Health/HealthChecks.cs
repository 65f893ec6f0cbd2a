using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using VoiceAgent.Conversation.Listening;
using VoiceAgent.Runtime.Calls;
using VoiceAgent.Runtime.Calls.Journal;
using VoiceAgent.Runtime.Catalog;
using VoiceAgent.Runtime.Storage;
using VoiceAgent.Runtime.Telemetry;

namespace VoiceAgent.Runtime.Hosting.Health;

/// <summary>The database answers, and takes what calls leave.</summary>
internal sealed class DatabaseHealth(IDbContextFactory<RuntimeDatabase> databases, JournalWriter journal, TimeProvider time) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (journal.OutageSince is { } since)
        {
            return HealthCheckResult.Unhealthy($"No call record was taken for {(time.GetUtcNow() - since).TotalSeconds:F0} s; they wait in memory.");
        }

        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        return await database.Database.CanConnectAsync(cancellationToken)
            ? HealthCheckResult.Healthy("It answers.")
            : HealthCheckResult.Unhealthy("It does not answer.");
    }
}

/// <summary>Resources are loaded. Problems in them are their author's business and keep no other tenant from being served.</summary>
internal sealed class CatalogHealth(ICatalog catalog) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var current = catalog.Current;
        return Task.FromResult(current.Version == 0
            ? HealthCheckResult.Unhealthy("Nothing is loaded.")
            : HealthCheckResult.Healthy($"{current.Entries.Count} resources, {current.Problems.Count} problems."));
    }
}

/// <summary>The data folder takes files, and has room.</summary>
internal sealed class DiskHealth(DiskSpace space, IOptions<StorageOptions> storage) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var probe = Path.Combine(storage.Value.Data, ".probe");
        try
        {
            await File.WriteAllTextAsync(probe, "probe", cancellationToken);
            File.Delete(probe);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return HealthCheckResult.Unhealthy("The data folder cannot be written to.");
        }

        var free = space.Free / (1024 * 1024);
        return space.Allows() ? HealthCheckResult.Healthy($"{free} MB free.") : HealthCheckResult.Degraded($"{free} MB free: calls go on, recordings do not.");
    }
}

/// <summary>The voice activity model is loaded.</summary>
internal sealed class ModelHealth(IServiceProvider services) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        // Loading it is what could fail: asking for it loads it once.
        services.GetRequiredService<SileroModel>();
        return Task.FromResult(HealthCheckResult.Healthy("Loaded."));
    }
}

/// <summary>The playout timer keeps time: this process can speak without stuttering.</summary>
internal sealed class TimerHealth(TimerWatch watch) : IHealthCheck
{
    // Far ends buffer about 100 ms; beyond half a second every call is broken, and more calls make it worse.
    private static readonly TimeSpan Audible = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Broken = TimeSpan.FromMilliseconds(500);

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var worst = watch.Worst;
        var said = $"At most {worst.TotalMilliseconds:F0} ms late in the last 10 s.";
        return Task.FromResult(worst > Broken ? HealthCheckResult.Unhealthy(said) : worst > Audible ? HealthCheckResult.Degraded(said) : HealthCheckResult.Healthy(said));
    }
}

/// <summary>New calls are taken.</summary>
internal sealed class DrainHealth(LiveCalls live) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(live.IsDraining
            ? HealthCheckResult.Unhealthy($"Draining; {live.Unfinished} calls are left.")
            : HealthCheckResult.Healthy($"{live.Active} calls."));
}
