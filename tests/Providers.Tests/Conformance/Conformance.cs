using Microsoft.Extensions.Time.Testing;
using VoiceAgent.Conversation;
using VoiceAgent.Providers.Wire;
using VoiceAgent.Testing.Vendors;
using Xunit;

namespace VoiceAgent.Providers.Tests.Conformance;

/// <summary>
/// What holds for every provider and modality. Each test ends with the same questions: did the client do anything that the vendor's description forbids,
/// is a socket or request still open, does a loop still run?
/// </summary>
public abstract class Conformance<TServer> : IAsyncLifetime
    where TServer : VendorServer
{
    private readonly List<VoiceProvider> _providers = [];

    protected abstract TServer Server { get; }

    /// <summary>What the client is expected to have done wrong; nothing.</summary>
    protected List<string> ExpectedComplaints { get; } = [];

    /// <summary>The tenant's words for this provider.</summary>
    protected abstract ProviderConnection Connection(Func<string?> key);

    public Task InitializeAsync() => Server.StartAsync();

    public async Task DisposeAsync()
    {
        foreach (var provider in _providers)
        {
            await provider.DisposeAsync();
            Assert.Equal(0, ((VendorConnection)provider.Shared!).Loops.Running);
        }

        await Until.True(() => Server.OpenRequests == 0 && Server.OpenConnections == 0, () => $"{Server.OpenRequests} requests and {Server.OpenConnections} connections are still open");
        var complaints = Server.Complaints.ToList();
        await Server.DisposeAsync();
        Assert.Equal(ExpectedComplaints, complaints);
    }

    /// <summary>A provider that is let go when the test ends.</summary>
    protected VoiceProvider Make(Func<string?>? key = null, VendorOptions? options = null, TimeProvider? time = null)
    {
        var provider = VendorProviders.Create(Connection(key ?? (() => Server.Key)), options, time);
        _providers.Add(provider);
        return provider;
    }

    /// <summary>The exception that a piece of work ends with, once it is known to give nothing away.</summary>
    protected async Task<ProviderException> FaultAsync(Func<Task> work)
    {
        var fault = await Assert.ThrowsAsync<ProviderException>(work).WaitAsync(Gate.Patience);
        Assert.Equal("vendor", fault.Provider);
        Assert.DoesNotContain(Server.Key, fault.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("555 0100", fault.ToString(), StringComparison.Ordinal);
        Assert.EndsWith(".", fault.Message, StringComparison.Ordinal);
        return fault;
    }

    /// <summary>As <see cref="FaultAsync(Func{Task})"/>, while time flies.</summary>
    protected async Task<ProviderException> LateAsync(FakeTimeProvider time, Func<Task> work)
    {
        var fault = FaultAsync(work);
        await Until.True(() => Server.Faulted.IsOpen, () => "the fault never began");
        while (!fault.IsCompleted)
        {
            time.Advance(TimeSpan.FromMilliseconds(500));
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
        }

        return await fault;
    }
}

/// <summary>Waits for what another process' thread will do.</summary>
internal static class Until
{
    public static async Task True(Func<bool> condition, Func<string> otherwise)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(began) < Gate.Patience, otherwise());
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        }
    }
}
