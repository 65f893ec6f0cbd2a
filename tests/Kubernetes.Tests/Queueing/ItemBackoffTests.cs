using VoiceAgent.Kubernetes.Queueing;
using Xunit;

namespace VoiceAgent.Kubernetes.Tests.Queueing;

public sealed class ItemBackoffTests
{
    [Fact]
    public void Each_failure_doubles_the_wait_from_5_ms_to_1000_s_and_it_never_gives_up()
    {
        var backoff = new ItemBackoff<string>();
        var waits = Enumerable.Range(0, 200).Select(_ => backoff.Next("a")).ToList();

        Assert.Equal(TimeSpan.FromMilliseconds(5), waits[0]);
        Assert.Equal(TimeSpan.FromMilliseconds(10), waits[1]);
        Assert.Equal(TimeSpan.FromMilliseconds(5 * 1024), waits[10]);
        Assert.Equal(TimeSpan.FromSeconds(1000), waits[18]);
        Assert.Equal(TimeSpan.FromSeconds(1000), waits[199]);
    }

    [Fact]
    public void Keys_wait_apart_and_a_success_starts_over()
    {
        var backoff = new ItemBackoff<string>();
        backoff.Next("a");
        backoff.Next("a");

        Assert.Equal(TimeSpan.FromMilliseconds(5), backoff.Next("b"));
        backoff.Forget("a");
        Assert.Equal(TimeSpan.FromMilliseconds(5), backoff.Next("a"));
    }
}
