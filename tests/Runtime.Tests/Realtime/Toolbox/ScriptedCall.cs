using System.Collections.Concurrent;
using VoiceAgent.Conversation.Audio;
using VoiceAgent.Conversation.Calls;
using VoiceAgent.Conversation.Dialogue;
using VoiceAgent.Conversation.Playout;
using Xunit;

namespace VoiceAgent.Runtime.Tests.Realtime.Toolbox;

/// <summary>A call whose part the test plays: it records what the door asks of it and says what the test tells it to.</summary>
internal sealed class ScriptedCall(IMediaEdge edge, ICallObserver observer) : ICall
{
    private readonly TaskCompletionSource<CallEnding> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentQueue<string> _asked = new();
    private readonly SemaphoreSlim _changed = new(0);
    private long _heard;
    private long _allocated;

    public List<short> Samples { get; } = [];

    /// <summary>Keep no samples and count what the hearing thread allocates instead.</summary>
    public bool MeasuresAllocation { get; set; }

    /// <summary>Bytes that the hearing thread has allocated so far.</summary>
    public long AllocatedByHearing => Interlocked.Read(ref _allocated);

    public long SamplesHeard => Interlocked.Read(ref _heard);

    public CallTurnPolicy Policy { get; private set; } = CallTurnPolicy.Automatic;

    public bool Disposed { get; private set; }

    public TimeSpan Elapsed => HeardAudio;

    public TimeSpan HeardAudio => TimeSpan.FromSeconds((double)SamplesHeard / AudioFormat.HearingRate);

    public Task<CallEnding> Completion => _completion.Task;

    public void Hear(ReadOnlySpan<short> samples)
    {
        if (MeasuresAllocation)
        {
            Interlocked.Exchange(ref _allocated, GC.GetAllocatedBytesForCurrentThread());
        }
        else
        {
            lock (Samples)
            {
                Samples.AddRange(samples);
            }
        }

        Interlocked.Add(ref _heard, samples.Length);
        _changed.Release();
    }

    public void SetPolicy(CallTurnPolicy policy)
    {
        Policy = policy;
        Ask($"policy {policy.DetectSpeech} {policy.ReplyToTurns} {policy.Interruptible}");
    }

    public void CommitTurn() => Ask("commit");

    public void ClearHeard() => Ask("clear");

    public void AddTypedTurn(string text) => Ask("typed " + text);

    public void Reply(bool spoken) => Ask(spoken ? "reply spoken" : "reply text");

    public void CancelReply() => Ask("cancel");

    public void Truncate(int turn, TimeSpan heardAudio) => Ask($"truncate {turn} {heardAudio.TotalMilliseconds}");

    public bool AnswerTool(string toolCallId, string output) => false;

    public void HangUp(CallEnding ending)
    {
        if (_completion.TrySetResult(ending))
        {
            observer.Observe(new CallEnded(At, ending));
        }
    }

    public ValueTask DisposeAsync()
    {
        Disposed = true;
        return ValueTask.CompletedTask;
    }

    /// <summary>Waits until the door asks exactly this next.</summary>
    public async Task AskedForAsync(string what) => Assert.Equal(what, await NextAskedAsync());

    /// <summary>Waits for whatever the door asks next.</summary>
    public async Task<string> NextAskedAsync()
    {
        string? next;
        while (!_asked.TryDequeue(out next))
        {
            Assert.True(await _changed.WaitAsync(Patience.Long), "The call was asked for nothing.");
        }

        return next;
    }

    /// <summary>Waits until so many 16 kHz samples were heard.</summary>
    public async Task HeardAsync(long samples)
    {
        while (SamplesHeard < samples)
        {
            Assert.True(await _changed.WaitAsync(Patience.Long), $"The call heard {SamplesHeard} of {samples} samples.");
        }
    }

    public void AskedForNothing() => Assert.Empty(_asked);

    public void Tell(CallEvent happened) => observer.Observe(happened);

    /// <summary>One 20 ms frame of the agent's voice.</summary>
    public void Speak(int turn, short level = 1000)
    {
        Span<short> frame = stackalloc short[AudioFormat.Realtime.FrameSamples];
        frame.Fill(level);
        edge.Send(turn, frame);
    }

    public void Clear(int turn) => edge.Clear(turn);

    /// <summary>The caller says something that becomes a turn.</summary>
    public void HearTurn(int turn, int utterance, string text)
    {
        Tell(new CallerSpeechStarted(At, utterance, TimeSpan.FromMilliseconds(300)));
        Tell(new CallerSpeechStopped(At, utterance, TimeSpan.FromMilliseconds(1500)));
        Tell(new TranscriptHeard(At, utterance, text, IsFinal: true));
        Tell(new CallerTurnEnded(At, turn, utterance, text, Typed: false, At));
    }

    /// <summary>A whole reply.</summary>
    public void Answer(int turn, string text, bool spoken = true, int frames = 3)
    {
        Tell(new ReplyStarted(At, turn, spoken));
        Tell(new ReplyText(At, turn, text));
        for (var i = 0; spoken && i < frames; i++)
        {
            Speak(turn);
        }

        End(turn, ReplyOutcome.Completed, text, text, frames);
    }

    public void End(int turn, ReplyOutcome outcome, string generated, string heard, int frames) => Tell(new ReplyEnded(
        At, turn, outcome, generated, heard, AudioFormat.FrameDuration * frames, new Waterfall { SpeechEnded = At, FirstAudible = At }, new ReplyUsage(12, 7, generated.Length)));

    private TimeSpan At => Elapsed;

    private void Ask(string what)
    {
        _asked.Enqueue(what);
        _changed.Release();
    }
}
