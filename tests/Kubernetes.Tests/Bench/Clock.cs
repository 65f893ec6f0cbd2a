using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace VoiceAgent.Kubernetes.Tests.Bench;

/// <summary>Moves a test clock while giving the thread pool its chance to react.</summary>
internal static class Clock
{
    internal static Task AdvanceUntilAsync(this FakeTimeProvider time, Task task, TimeSpan? step = null) =>
        time.AdvanceUntilAsync(() => task.IsCompleted, step);

    internal static async Task AdvanceUntilAsync(this FakeTimeProvider time, Func<bool> condition, TimeSpan? step = null)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(start) < Eventually.Limit, "The clock ran and ran, and it never came true.");
            time.Advance(step ?? TimeSpan.FromMilliseconds(500));
            await SettleAsync();
        }
    }

    internal static async Task AdvanceAsync(this FakeTimeProvider time, TimeSpan by, TimeSpan? step = null)
    {
        var end = time.GetUtcNow() + by;
        while (time.GetUtcNow() < end)
        {
            var left = end - time.GetUtcNow();
            var next = step ?? TimeSpan.FromMilliseconds(500);
            time.Advance(left < next ? left : next);
            await SettleAsync();
        }
    }

    private static async Task SettleAsync()
    {
        for (var turn = 0; turn < 3; turn++)
        {
            await Task.Yield();
        }

        await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, CancellationToken.None);
    }
}
