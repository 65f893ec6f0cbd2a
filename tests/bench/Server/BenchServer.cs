using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using VoiceAgent.Conversation.Calls;
using VoiceAgent.Conversation.Playout;
using VoiceAgent.Runtime.Hosting;
using VoiceAgent.Runtime.Hosting.Commands;
using VoiceAgent.Runtime.Tenancy;

namespace VoiceAgent.Bench.Server;

/// <summary>The runtime as it is, with stand-in providers. Settings come by environment; each line on standard input is answered by a line of figures.</summary>
internal static class BenchServer
{
    public static async Task<int> RunAsync()
    {
        await MigrateCommand.RunAsync();
        await using var app = RuntimeHost.Build(Replace);
        await app.Services.GetRequiredService<Preparation>().RunAsync(CancellationToken.None);
        await app.StartAsync();
        await Console.Out.WriteLineAsync(JsonSerializer.Serialize(new Ready(app.Services.GetRequiredService<DevelopmentKey>().Secret)));

        // Sampling costs a little, so it is asked for: BENCH_ALLOCATIONS=1 prints the types at the end.
        using var sampler = Environment.GetEnvironmentVariable("BENCH_ALLOCATIONS") is null ? null : new AllocationSampler();
        var clock = app.Services.GetRequiredService<PlayoutClock>();
        while (await Console.In.ReadLineAsync() is { } line)
        {
            if (line == "collect")
            {
                GC.Collect();
            }

            var collections = GC.CollectionCount(0) + GC.CollectionCount(1) + GC.CollectionCount(2);
            await Console.Out.WriteLineAsync(JsonSerializer.Serialize(
                new Figures(GC.GetTotalAllocatedBytes(), GC.GetTotalMemory(forceFullCollection: false), collections, clock.TakeWorstLag().TotalMilliseconds)));
        }

        foreach (var line in sampler?.Top(25) ?? [])
        {
            await Console.Error.WriteLineAsync(line);
        }

        await app.StopAsync();
        return 0;
    }

    private static void Replace(WebApplicationBuilder builder)
    {
        builder.Services.RemoveAll<ICallFactory>();
        builder.Services.AddSingleton<CallFactory>();
        builder.Services.AddSingleton<ICallFactory>(services => new StandIns(services.GetRequiredService<CallFactory>()));
    }
}

/// <summary>The server takes calls.</summary>
internal sealed record Ready(string Key);

/// <summary>What the server process knows of itself.</summary>
internal sealed record Figures(long AllocatedBytes, long HeapBytes, int Collections, double WorstTimerLagMilliseconds);
