using System.Text.Json;
using VoiceAgent.Bench.Server;

namespace VoiceAgent.Bench.Calls;

/// <summary>N calls at the same time, in real time, over sockets on loopback, with real voice activity detection and providers that cost nothing.</summary>
internal static class CallsBench
{
    private static readonly TimeProvider Time = TimeProvider.System;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(8);

    public static async Task<int> RunAsync(int[] counts, TimeSpan duration)
    {
        var clip = await Clip.RecordAsync("What are your opening hours on Saturday?");
        foreach (var count in counts)
        {
            await using var server = await ServerProcess.StartAsync();
            Console.WriteLine(JsonSerializer.Serialize(await MeasureAsync(server, clip, count, duration), JsonSerializerOptions.Web));
        }

        return 0;
    }

    private static async Task<CallsResult> MeasureAsync(ServerProcess server, Clip clip, int count, TimeSpan duration)
    {
        await server.AskAsync("collect");
        var idle = server.ResidentBytes;
        var random = new Random(count);
        var calls = Enumerable.Range(0, count).Select(_ => new LoadCall(clip, Time, random.Next(25, 125))).ToArray();
        foreach (var call in calls)
        {
            await call.ConnectAsync(server.Url, server.Key);
        }

        await PaceAsync(calls, WarmUp);
        Array.ForEach(calls, call => call.Measure());
        var (processor, before) = (server.ProcessorTime, await server.AskAsync());
        var began = Time.GetTimestamp();
        await PaceAsync(calls, duration);
        var seconds = Time.GetElapsedTime(began).TotalSeconds;
        var (used, after, resident) = (server.ProcessorTime - processor, await server.AskAsync(), server.ResidentBytes);
        var result = CallsResult.Of(calls, seconds, used, before, after, resident - idle) with { AllocatedBytesPerSilentFrame = await SilenceAsync(server, calls) };
        foreach (var call in calls)
        {
            await call.DisposeAsync();
        }

        return result;
    }

    // Nobody speaks: what is allocated now is allocated by the mere passing of frames.
    private static async Task<double> SilenceAsync(ServerProcess server, LoadCall[] calls)
    {
        Array.ForEach(calls, call => call.FallSilent());
        await PaceAsync(calls, TimeSpan.FromSeconds(6));
        Array.ForEach(calls, call => call.Measure());
        var before = await server.AskAsync();
        await PaceAsync(calls, TimeSpan.FromSeconds(4));
        return Math.Round(((await server.AskAsync()).AllocatedBytes - before.AllocatedBytes) / (double)calls.Sum(call => call.FramesSent), 1);
    }

    // All callers send their frame, then everyone waits for the next 20 ms. A late round is made up for, as a sound card would.
    private static async Task PaceAsync(LoadCall[] calls, TimeSpan duration)
    {
        var began = Time.GetTimestamp();
        var rounds = (int)(duration.TotalMilliseconds / 20);
        for (var round = 0; round < rounds; round++)
        {
            foreach (var call in calls)
            {
                await call.SendAsync();
            }

            var ahead = TimeSpan.FromMilliseconds(20 * (round + 1)) - Time.GetElapsedTime(began);
            if (ahead > TimeSpan.Zero)
            {
                await Task.Delay(ahead, Time, CancellationToken.None);
            }
        }
    }
}
