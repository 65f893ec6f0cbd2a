using System.Runtime.CompilerServices;
using Xunit;

namespace VoiceAgent.Kubernetes.Tests.Bench;

/// <summary>Waits for what real sockets bring about in their own time. The limit is generous: it only decides how long a broken test hangs.</summary>
internal static class Eventually
{
    internal static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    internal static async Task HoldsAsync(Func<bool> condition, [CallerArgumentExpression(nameof(condition))] string what = "")
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(start) < Limit, $"Never came true: {what}");
            await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System, CancellationToken.None);
        }
    }

    internal static async Task<T> WithinLimitAsync<T>(Task<T> task) => await task.WaitAsync(Limit, TimeProvider.System);

    internal static Task WithinLimitAsync(Task task) => task.WaitAsync(Limit, TimeProvider.System);
}
