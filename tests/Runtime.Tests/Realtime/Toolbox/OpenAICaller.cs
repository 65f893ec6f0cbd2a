#pragma warning disable OPENAI002 // The vendor marks its Realtime client as experimental; to test it unmodified is the point.

using System.ClientModel;
using System.Runtime.InteropServices;
using OpenAI.Realtime;
using Xunit;

namespace VoiceAgent.Runtime.Tests.Realtime.Toolbox;

/// <summary>A caller with NuGet's <c>OpenAI</c> client and an open microphone: it sends in real time, silence when there is nothing to say.</summary>
internal sealed class OpenAICaller : IAsyncDisposable
{
    private const int FrameBytes = 960;

    private readonly CancellationTokenSource _hungUp = new();
    private readonly List<RealtimeServerUpdate> _updates = [];
    private readonly SemaphoreSlim _changed = new(0);
    private readonly Task _receiving;
    private readonly Task _sending;
    private volatile byte[] _waiting = [];
    private int _read;

    private OpenAICaller(RealtimeSessionClient client, bool microphone)
    {
        Client = client;
        _receiving = ReceiveAsync();
        _sending = microphone ? SendAsync() : Task.CompletedTask;
    }

    public RealtimeSessionClient Client { get; }

    public static async Task<OpenAICaller> ConnectAsync(Clinic clinic, bool microphone)
    {
        var options = new RealtimeClientOptions { Endpoint = new Uri(clinic.Http, "/v1") };
        return new OpenAICaller(await new RealtimeClient(new ApiKeyCredential(clinic.Key), options).StartConversationSessionAsync("reception"), microphone);
    }

    /// <summary>Begins to say something.</summary>
    public void Say(short[] samples) => _waiting = MemoryMarshal.AsBytes(samples.AsSpan()).ToArray();

    /// <summary>Reads on to the next update of a kind.</summary>
    public async Task<T> NextAsync<T>(Func<T, bool>? condition = null)
        where T : RealtimeServerUpdate
    {
        while (true)
        {
            for (; _read < Count; _read++)
            {
                if (At(_read) is T found && condition?.Invoke(found) != false)
                {
                    _read++;
                    return found;
                }
            }

            Assert.True(await _changed.WaitAsync(TimeSpan.FromSeconds(30)), $"No {typeof(T).Name} came. What came: {string.Join(", ", Enumerable.Range(0, Count).Select(i => At(i).GetType().Name).Distinct())}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _hungUp.CancelAsync();
        await Record.ExceptionAsync(() => _sending);
        await Record.ExceptionAsync(() => _receiving);
        Client.Dispose();
        _hungUp.Dispose();
    }

    private int Count
    {
        get
        {
            lock (_updates)
            {
                return _updates.Count;
            }
        }
    }

    private RealtimeServerUpdate At(int index)
    {
        lock (_updates)
        {
            return _updates[index];
        }
    }

    private async Task ReceiveAsync()
    {
        await foreach (var update in Client.ReceiveUpdatesAsync(_hungUp.Token))
        {
            lock (_updates)
            {
                _updates.Add(update);
            }

            _changed.Release();
        }
    }

    private async Task SendAsync()
    {
        using var frames = new PeriodicTimer(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        for (var at = 0; await frames.WaitForNextTickAsync(_hungUp.Token);)
        {
            var waiting = _waiting;
            var frame = new byte[FrameBytes];
            waiting.AsSpan(at, Math.Min(FrameBytes, waiting.Length - at)).CopyTo(frame);
            at += FrameBytes;
            if (at >= waiting.Length)
            {
                // What is said next replaces what was said.
                Interlocked.CompareExchange(ref _waiting, [], waiting);
                at = 0;
            }

            await Client.SendInputAudioAsync(BinaryData.FromBytes(frame), _hungUp.Token);
        }
    }
}
