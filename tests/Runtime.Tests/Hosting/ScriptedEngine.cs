using System.Threading.Channels;
using VoiceAgent.Conversation.Calls;

namespace VoiceAgent.Runtime.Tests.Hosting;

/// <summary>Starts calls in which nothing happens but what the test says.</summary>
internal sealed class ScriptedEngine : ICallFactory
{
    private readonly Channel<ScriptedSession> _started = Channel.CreateUnbounded<ScriptedSession>();

    /// <summary>Set to let every start fail.</summary>
    public Exception? Failure { get; set; }

    public ValueTask<ICall> StartAsync(CallSetup setup, CancellationToken cancellationToken)
    {
        if (Failure is { } failure)
        {
            throw failure;
        }

        var session = new ScriptedSession(setup);
        _started.Writer.TryWrite(session);
        return new(session);
    }

    /// <summary>The next call that was started.</summary>
    public async Task<ScriptedSession> NextAsync() => await _started.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));
}

/// <summary>A call that the test plays.</summary>
internal sealed class ScriptedSession : ICall
{
    private readonly TaskCompletionSource<CallEnding> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ScriptedSession(CallSetup setup)
    {
        Setup = setup;
        Happens(new CallStarted(TimeSpan.Zero));
    }

    public CallSetup Setup { get; }

    public TimeSpan Elapsed { get; set; }

    public TimeSpan HeardAudio => TimeSpan.Zero;

    public Task<CallEnding> Completion => _completion.Task;

    public void Happens(CallEvent happened)
    {
        Elapsed = happened.At;
        foreach (var observer in Setup.Observers)
        {
            observer.Observe(happened);
        }
    }

    /// <summary>One exchange, two seconds long.</summary>
    public void Exchange(int turn, string asked, string answered)
    {
        var at = Elapsed;
        Happens(new CallerSpeechStarted(at + Ms(100), turn, at));
        Happens(new CallerTurnEnded(at + Ms(900), turn, turn, asked, Typed: false, at + Ms(600)));
        Happens(new ReplyStarted(at + Ms(950), turn + 1, Spoken: true));
        var waterfall = new Waterfall
        {
            SpeechEnded = at + Ms(600), TurnDecided = at + Ms(900), FinalTranscript = at + Ms(800), FirstToken = at + Ms(1000),
            FirstSentence = at + Ms(1050), FirstAudio = at + Ms(1100), FirstAudible = at + Ms(1120), Played = at + Ms(2000),
        };
        Happens(new ReplyEnded(at + Ms(2000), turn + 1, ReplyOutcome.Completed, answered, answered, Ms(880), waterfall, new(40, 8, answered.Length)));
    }

    public void HangUp(CallEnding ending)
    {
        if (!_completion.Task.IsCompleted)
        {
            Happens(new CallEnded(Elapsed, ending));
            _completion.TrySetResult(ending);
        }
    }

    public ValueTask DisposeAsync()
    {
        HangUp(CallEnding.CallerHungUp);
        return ValueTask.CompletedTask;
    }

    public void Hear(ReadOnlySpan<short> samples) => Setup.Tap?.Caller(Elapsed, samples);

    public void SetPolicy(CallTurnPolicy policy)
    {
    }

    public void CommitTurn()
    {
    }

    public void ClearHeard()
    {
    }

    public void AddTypedTurn(string text)
    {
    }

    public void Reply(bool spoken)
    {
    }

    public void CancelReply()
    {
    }

    public void Truncate(int turn, TimeSpan heardAudio)
    {
    }

    public bool AnswerTool(string toolCallId, string output) => false;

    private static TimeSpan Ms(int milliseconds) => TimeSpan.FromMilliseconds(milliseconds);
}
