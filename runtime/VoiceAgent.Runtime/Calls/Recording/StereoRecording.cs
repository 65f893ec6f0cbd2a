using System.Buffers;
using VoiceAgent.Conversation.Audio;
using VoiceAgent.Conversation.Calls;
using VoiceAgent.Conversation.Playout;
using VoiceAgent.Runtime.Calls.Journal;

namespace VoiceAgent.Runtime.Calls.Recording;

/// <summary>
/// The recording of one call while it runs. Both sides come from threads of their own; a short lock lays them on the line, the
/// <see cref="RecordingWriter"/> does the rest. In memory are 0.75 s that may still change, and what is on its way to the disk.
/// </summary>
internal sealed class StereoRecording : IAudioTap
{
    // 32 s, 2 MB: a client may send a whole file at once. Otherwise one block or two are on their way, and all calls share one limit.
    private const int MaxOnTheWay = 128;

    private readonly Lock _gate = new();
    private readonly StereoTimeline _line;
    private readonly RecordingWriter _writer;
    private readonly ICallObserver _journal;
    private readonly Resampler _resampler;
    private readonly short[] _resampled;
    private readonly int _agentRate;
    private int _onTheWay;
    private bool _stopped;
    private bool _finishing;
    private bool _gap;

    /// <summary>Opened by <see cref="RecordingWriter.Open"/>.</summary>
    public StereoRecording(RecordingWriter writer, RecordingFile file, ICallObserver journal, int agentRate)
    {
        _writer = writer;
        _journal = journal;
        _agentRate = agentRate;
        _resampler = new Resampler(agentRate, StereoTimeline.Rate);
        _resampled = new short[_resampler.MaxOutput(agentRate / 50)];
        _line = new StereoTimeline(Emit);
        File = file;
    }

    /// <summary>The disk gave up before the call was over.</summary>
    public bool IsStopped => Volatile.Read(ref _stopped);

    /// <summary>Belongs to the writer.</summary>
    public RecordingFile File { get; }

    public void Caller(TimeSpan at, ReadOnlySpan<short> samples)
    {
        lock (_gate)
        {
            if (!_stopped && !_finishing)
            {
                _line.Caller(at, samples);
            }
        }
    }

    public void Agent(TimeSpan at, ReadOnlySpan<short> samples)
    {
        lock (_gate)
        {
            if (_stopped || _finishing)
            {
                return;
            }

            if (!_line.AgentContinues(at))
            {
                _resampler.Reset();
            }

            while (samples.Length > 0)
            {
                var piece = samples[..Math.Min(samples.Length, _agentRate / 50)];
                _line.Agent(at, _resampled.AsSpan(0, _resampler.Resample(piece, _resampled)));
                samples = samples[piece.Length..];
                at += TimeSpan.FromSeconds((double)piece.Length / _agentRate);
            }
        }
    }

    public void AgentCut(TimeSpan at)
    {
        lock (_gate)
        {
            _line.AgentCut(at);
        }
    }

    /// <summary>Writes what is left and closes the file. The recording is as long as the call, silence included.</summary>
    public async Task FinishAsync(TimeSpan length)
    {
        long frames;
        lock (_gate)
        {
            _finishing = true;
            frames = _line.Finish(length);
        }

        if (await _writer.CloseAsync(this, frames) is var (duration, bytes))
        {
            _journal.Observe(new RecordingFinished(length, duration, bytes));
        }
    }

    /// <summary>The disk gave up. Told by the writer; audio that still comes is let go.</summary>
    public void Stop(RecordingStop reason)
    {
        TimeSpan at;
        lock (_gate)
        {
            if (_stopped)
            {
                return;
            }

            _stopped = true;
            at = _line.Length;
        }

        _journal.Observe(new RecordingStopped(at, reason));
    }

    /// <summary>The writer is done with a block.</summary>
    public void Written(short[] block)
    {
        Interlocked.Decrement(ref _onTheWay);
        Return(block);
    }

    private void Emit(long index, short[] block)
    {
        if (_stopped)
        {
            Return(block);
            return;
        }

        var onTheWay = Interlocked.Increment(ref _onTheWay);
        if ((onTheWay <= MaxOnTheWay || _finishing) && _writer.TryWrite(this, index, block))
        {
            _gap = false;
            return;
        }

        Written(block);
        if (!_gap)
        {
            // One event for a run of lost blocks: it says where the run begins.
            _gap = true;
            _journal.Observe(new RecordingGap(_line.Length));
        }
    }

    private static void Return(short[] block) => ArrayPool<short>.Shared.Return(block);
}
