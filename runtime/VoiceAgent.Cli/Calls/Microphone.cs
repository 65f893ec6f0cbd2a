using System.Runtime.InteropServices;
using VoiceAgent.Cli.Audio;

namespace VoiceAgent.Cli.Calls;

/// <summary>Sends sound as a microphone would: 20 ms at a time, in real time, silence when there is nothing to say.</summary>
internal sealed class Microphone(RealtimeLine line, TimeProvider time)
{
    private const int FrameSamples = Sound.RealtimeRate / 50;
    private static readonly TimeSpan Frame = TimeSpan.FromMilliseconds(20);
    private static readonly byte[] Silence = new byte[FrameSamples * 2];

    private readonly TaskCompletionSource _spoken = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile byte[] _waiting = [];
    private int _at;

    /// <summary>Says something; completes when its last sample was sent.</summary>
    public Task SayAsync(Sound sound)
    {
        _waiting = MemoryMarshal.AsBytes(sound.At(Sound.RealtimeRate).Samples.AsSpan()).ToArray();
        return _spoken.Task;
    }

    /// <summary>Keeps the line open until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        for (var frame = 0L; !cancellationToken.IsCancellationRequested; frame++)
        {
            var wait = (frame * Frame) - time.GetElapsedTime(began);
            if (wait > TimeSpan.Zero)
            {
                await Task.Delay(wait, time, cancellationToken);
            }

            await SendAsync(cancellationToken);
        }
    }

    private async Task SendAsync(CancellationToken cancellationToken)
    {
        var waiting = _waiting;
        if (waiting.Length == 0)
        {
            await line.AppendAsync(Silence, cancellationToken);
            return;
        }

        var length = Math.Min(Silence.Length, waiting.Length - _at);
        await line.AppendAsync(waiting.AsSpan(_at, length), cancellationToken);
        _at += length;
        if (_at == waiting.Length)
        {
            _waiting = [];
            _spoken.TrySetResult();
        }
    }
}
