using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using VoiceAgent.Runtime.Calls.Journal;
using VoiceAgent.Runtime.Storage;
using VoiceAgent.Runtime.Telemetry;

namespace VoiceAgent.Runtime.Tests.Calls;

/// <summary>A running journal over a database, stopped in order at the end.</summary>
internal sealed class JournalDesk : IAsyncDisposable
{
    private JournalDesk(IDbContextFactory<RuntimeDatabase> databases, JournalOptions options)
    {
        var wrapped = Options.Create(options);
        var batch = new JournalBatch(databases, new HostIdentity("test"), wrapped, TimeProvider.System, NullLogger<JournalBatch>.Instance);
        Writer = new JournalWriter(wrapped, batch, Metrics, TimeProvider.System, NullLogger<JournalWriter>.Instance);
    }

    public RuntimeMetrics Metrics { get; } = new();

    public JournalWriter Writer { get; }

    public static async Task<JournalDesk> OpenAsync(IDbContextFactory<RuntimeDatabase> databases, int capacity = 50_000, int heartbeatSeconds = 5)
    {
        var desk = new JournalDesk(databases, new JournalOptions { BatchMilliseconds = 10, Capacity = capacity, HeartbeatSeconds = heartbeatSeconds });
        await desk.Writer.StartAsync(CancellationToken.None);
        return desk;
    }

    public async ValueTask DisposeAsync()
    {
        await Writer.StopAsync(CancellationToken.None);
        Writer.Dispose();
    }
}
