using System.Net.WebSockets;

namespace VoiceAgent.Bench.Calls;

/// <summary>
/// One caller: speaks the question, listens to the answer, waits, and speaks again. Sending is paced by the load; receiving is its own loop.
/// Frames are recognised by their first bytes, so that the caller costs as little as possible.
/// </summary>
internal sealed class LoadCall(Clip clip, TimeProvider time, int pauseFrames) : IAsyncDisposable
{
    private static readonly byte[] AudioDelta = "{\"type\":\"response.output_audio.delta\""u8.ToArray();
    private static readonly byte[] ResponseDone = "{\"type\":\"response.done\""u8.ToArray();

    private readonly ClientWebSocket _socket = new();
    private readonly CancellationTokenSource _over = new();
    private Task _receiving = Task.CompletedTask;
    private int _frame;
    private int _pause;
    private long _voiceEnded;
    private long _firstFrame;
    private int _frames;
    private volatile bool _answering;
    private bool _silent;

    /// <summary>First frame of the answer minus the last voice of the question.</summary>
    public List<TimeSpan> Latencies { get; } = [];

    public int FramesSent { get; private set; }

    public int FramesReceived { get; private set; }

    /// <summary>Frames that came later than they should have sounded.</summary>
    public int FramesLate { get; private set; }

    public async Task ConnectAsync(Uri url, string key)
    {
        _socket.Options.SetRequestHeader("Authorization", $"Bearer {key}");
        await _socket.ConnectAsync(url, CancellationToken.None);
        _receiving = ReceiveAsync();
    }

    /// <summary>Sends the frame that is due now.</summary>
    public ValueTask SendAsync()
    {
        FramesSent++;
        return _socket.SendAsync(NextFrame(), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
    }

    /// <summary>Says nothing more.</summary>
    public void FallSilent() => _silent = true;

    /// <summary>From now on figures count.</summary>
    public void Measure()
    {
        Latencies.Clear();
        (FramesSent, FramesReceived, FramesLate) = (0, 0, 0);
    }

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await _receiving;
        _socket.Dispose();
        _over.Dispose();
    }

    private ReadOnlyMemory<byte> NextFrame()
    {
        if (_silent || _answering || ++_pause <= pauseFrames)
        {
            return Clip.Silence;
        }

        if (_frame == clip.Frames.Count)
        {
            // The clip's end is not its last voice: what follows the voice was sent before now.
            var tail = TimeSpan.FromMilliseconds(20 * clip.Frames.Count) - clip.VoiceEnds;
            _voiceEnded = time.GetTimestamp() - (long)(tail.TotalSeconds * time.TimestampFrequency);
            (_frame, _answering) = (0, true);
            return Clip.Silence;
        }

        return clip.Frames[_frame++];
    }

    private async Task ReceiveAsync()
    {
        var buffer = new byte[256 * 1024];
        try
        {
            while (_socket.State == WebSocketState.Open)
            {
                var length = 0;
                ValueWebSocketReceiveResult part;
                do
                {
                    part = await _socket.ReceiveAsync(buffer.AsMemory(length), _over.Token);
                    length += part.Count;
                }
                while (!part.EndOfMessage);

                Take(buffer.AsSpan(0, length));
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or WebSocketException)
        {
            // The bench is over, or the server closed: the figures show which.
        }
    }

    private void Take(ReadOnlySpan<byte> message)
    {
        if (message.StartsWith(AudioDelta))
        {
            TakeFrame(time.GetTimestamp());
        }
        else if (message.StartsWith(ResponseDone))
        {
            (_frames, _pause, _answering) = (0, 0, false);
        }
    }

    private void TakeFrame(long now)
    {
        FramesReceived++;
        if (_frames++ == 0)
        {
            _firstFrame = now;
            Latencies.Add(time.GetElapsedTime(_voiceEnded, now));
        }
        else if (time.GetElapsedTime(_firstFrame, now) > TimeSpan.FromMilliseconds((20 * _frames) + 20))
        {
            FramesLate++;
        }
    }
}
