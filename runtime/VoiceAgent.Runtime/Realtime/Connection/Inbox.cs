using System.Buffers;
using System.Threading.Channels;
using VoiceAgent.Conversation.Calls;
using VoiceAgent.Conversation.Playout;
using VoiceAgent.Runtime.Realtime.Protocol;
using VoiceAgent.Runtime.Realtime.Session;

namespace VoiceAgent.Runtime.Realtime.Connection;

/// <summary>One thing for the session's task: exactly one of an event of the call, a client's wish, or a frame of the agent's voice.</summary>
internal readonly record struct Inlet(CallEvent? Happened, ClientEvent? Asked, short[]? Samples, int Count, int Turn);

/// <summary>
/// Where everything that a session must handle meets in one order: the call's events, the agent's frames, the client's wishes.
/// Bounded: a client that does not read makes it overflow, and that ends the session, never the call of another.
/// </summary>
internal sealed class Inbox(int capacity) : IMediaEdge, ICallObserver, IDisposable
{
    private readonly Channel<Inlet> _channel = Channel.CreateBounded<Inlet>(
        new BoundedChannelOptions(capacity) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    private readonly SemaphoreSlim _answered = new(0);
    private SessionClosing? _closing;
    private int _cleared = -1;

    /// <summary>Set once the session must end at once, whatever still waits.</summary>
    public SessionClosing? Closing => Volatile.Read(ref _closing);

    /// <summary>Ends the session; the first reason is kept.</summary>
    public void Close(SessionClosing closing)
    {
        Interlocked.CompareExchange(ref _closing, closing, null);
        _channel.Writer.TryComplete();
    }

    /// <summary>Hands a client's wish over and waits until it was handled, so that audio that follows it finds it in force.</summary>
    public Task AskAsync(ClientEvent asked)
    {
        if (Put(new Inlet(null, asked, null, 0, 0)))
        {
            return _answered.WaitAsync(CancellationToken.None);
        }

        return Task.CompletedTask;
    }

    /// <summary>Waits for something to read; false when the inbox is closed and empty.</summary>
    public ValueTask<bool> WaitAsync() => _channel.Reader.WaitToReadAsync(CancellationToken.None);

    /// <summary>Takes the next thing. <see cref="Done"/> must follow.</summary>
    public bool TryTake(out Inlet inlet) => _channel.Reader.TryRead(out inlet);

    /// <summary>The frame is thrown away by the call, having been cut.</summary>
    public bool IsCleared(in Inlet inlet) => inlet.Samples is not null && inlet.Turn <= Volatile.Read(ref _cleared);

    /// <summary>The thing was handled.</summary>
    public void Done(in Inlet inlet)
    {
        if (inlet.Samples is { } samples)
        {
            ArrayPool<short>.Shared.Return(samples);
        }
        else if (inlet.Asked is not null)
        {
            _answered.Release();
        }
    }

    /// <summary>Throws away what nobody will handle, and lets go whoever waits for an answer.</summary>
    public void Drain()
    {
        _channel.Writer.TryComplete();
        while (TryTake(out var inlet))
        {
            Done(inlet);
        }

        // The one that was being handled when the session broke.
        _answered.Release();
    }

    void ICallObserver.Observe(CallEvent happened) => Put(new Inlet(happened, null, null, 0, 0));

    void IMediaEdge.Send(int turn, ReadOnlySpan<short> samples)
    {
        var copy = ArrayPool<short>.Shared.Rent(samples.Length);
        samples.CopyTo(copy);
        var inlet = new Inlet(null, null, copy, samples.Length, turn);
        if (!Put(inlet))
        {
            Done(inlet);
        }
    }

    // The client learns of a pause from an event, if it asked for those; its own buffer is as short as the frames are early.
    void IMediaEdge.Hold(int turn)
    {
    }

    void IMediaEdge.Release(int turn)
    {
    }

    void IMediaEdge.Clear(int turn) => Volatile.Write(ref _cleared, turn);

    public void Dispose() => _answered.Dispose();

    private bool Put(in Inlet inlet)
    {
        if (_channel.Writer.TryWrite(inlet))
        {
            return true;
        }

        Close(SessionClosing.SlowReader);
        return false;
    }
}
