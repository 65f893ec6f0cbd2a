using System.Threading.Channels;
using Microsoft.Extensions.Options;
using VoiceAgent.Conversation.Calls;
using VoiceAgent.Runtime.Calls.Journal;
using VoiceAgent.Runtime.Storage;
using VoiceAgent.Runtime.Telemetry;

namespace VoiceAgent.Runtime.Calls.Recording;

/// <summary>
/// The only writer of recordings: takes blocks from all calls and writes them one after another. A disk that is full or fails ends
/// recordings, never calls. Stops after the calls, like the journal.
/// </summary>
internal sealed partial class RecordingWriter : BackgroundService
{
    private readonly Channel<Job> _jobs;
    private readonly StorageOptions _storage;
    private readonly DiskSpace _space;
    private readonly RuntimeMetrics _metrics;
    private readonly ILogger<RecordingWriter> _log;

    public RecordingWriter(
        IOptions<RecordingOptions> options, IOptions<StorageOptions> storage, DiskSpace space, RuntimeMetrics metrics, ILogger<RecordingWriter> log)
    {
        _storage = storage.Value;
        _space = space;
        _metrics = metrics;
        _log = log;
        _jobs = Channel.CreateBounded<Job>(new BoundedChannelOptions(options.Value.QueuedBlocks) { SingleReader = true });
    }

    /// <summary>Starts the recording of a call; null, with an event that says why, when the disk cannot take it.</summary>
    /// <param name="file">Path within the recordings folder.</param>
    /// <param name="journal">Told what becomes of the recording.</param>
    /// <param name="agentRate">Samples a second of the agent's audio.</param>
    public StereoRecording? Open(string file, ICallObserver journal, int agentRate)
    {
        journal.Observe(new RecordingStarted(TimeSpan.Zero, file));
        try
        {
            if (_space.Allows())
            {
                return new StereoRecording(this, RecordingFile.Create(Path.Combine(_storage.RecordingsFolder, file)), journal, agentRate);
            }

            GaveUp(journal, RecordingStop.DiskFull, null);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            GaveUp(journal, Reason(exception), exception);
        }

        return null;
    }

    /// <summary>Takes a block, at once; false when too many wait.</summary>
    public bool TryWrite(StereoRecording recording, long index, short[] block) => _jobs.Writer.TryWrite(new Job(recording, index, block, null));

    /// <summary>Closes a recording when its blocks are written. Null if the disk had given up and nothing can be played.</summary>
    public async Task<(TimeSpan Duration, long Bytes)?> CloseAsync(StereoRecording recording, long frames)
    {
        var closed = new TaskCompletionSource<(TimeSpan, long)?>(TaskCreationOptions.RunContinuationsAsynchronously);
        await _jobs.Writer.WriteAsync(new Job(recording, frames, null, closed), CancellationToken.None);
        return await closed.Task;
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _jobs.Writer.TryComplete();
        await base.StopAsync(cancellationToken);
    }

    /// <summary>Ends when the last block is written: the stopping token would come too early.</summary>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var job in _jobs.Reader.ReadAllAsync(CancellationToken.None))
            {
                if (job.Block is { } block)
                {
                    Write(job.Recording, job.Number, block);
                }
                else
                {
                    job.Closed!.SetResult(Close(job.Recording, job.Number));
                }
            }
        }
        finally
        {
            // Only a fault of ours leaves jobs behind; whoever waits for one must not wait for ever.
            _jobs.Writer.TryComplete();
            while (_jobs.Reader.TryRead(out var left))
            {
                left.Closed?.TrySetResult(null);
            }
        }
    }

    private void Write(StereoRecording recording, long index, short[] block)
    {
        try
        {
            if (_space.Allows())
            {
                recording.File.Write(index, block.AsSpan(0, StereoTimeline.BlockFrames * 2));
            }
            else
            {
                Stop(recording, RecordingStop.DiskFull, null);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Stop(recording, Reason(exception), exception);
        }
        finally
        {
            recording.Written(block);
        }
    }

    private (TimeSpan Duration, long Bytes)? Close(StereoRecording recording, long frames)
    {
        try
        {
            return recording.File.Finish(frames, onlyWritten: recording.IsStopped);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Stop(recording, Reason(exception), exception);
            return null;
        }
        finally
        {
            recording.File.Dispose();
        }
    }

    private void Stop(StereoRecording recording, RecordingStop reason, Exception? exception)
    {
        Count(reason, exception);
        recording.Stop(reason);
    }

    private void GaveUp(ICallObserver journal, RecordingStop reason, Exception? exception)
    {
        Count(reason, exception);
        journal.Observe(new RecordingStopped(TimeSpan.Zero, reason));
    }

    private void Count(RecordingStop reason, Exception? exception)
    {
        _metrics.RecordingsStopped.WithLabels(reason == RecordingStop.DiskFull ? "disk_full" : "disk_failed").Inc();
        Stopped(exception, reason);
    }

    private static RecordingStop Reason(Exception exception) => DiskSpace.IsFull(exception) ? RecordingStop.DiskFull : RecordingStop.DiskFailed;

    private readonly record struct Job(StereoRecording Recording, long Number, short[]? Block, TaskCompletionSource<(TimeSpan, long)?>? Closed);

    [LoggerMessage(Level = LogLevel.Error, Message = "A recording stopped: {Reason}. The call goes on")]
    private partial void Stopped(Exception? exception, RecordingStop reason);
}
