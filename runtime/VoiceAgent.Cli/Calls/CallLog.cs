using System.Text.Json;

namespace VoiceAgent.Cli.Calls;

/// <summary>What happened in a call so far, from the server's events. Written by the receiving task, waited on by the calling one.</summary>
internal sealed class CallLog(TimeProvider time, Action<CallTurn> onTurn)
{
    private readonly Lock _gate = new();
    private readonly List<CallTurn> _turns = [];
    private readonly List<short> _answer = [];
    private TaskCompletionSource _changed = New();
    private bool _asked;
    private bool _hungUp;
    private long _startedAt;

    public string? CallId { get; private set; }

    public string? Revision { get; private set; }

    /// <summary>The agent speaks first.</summary>
    public bool Greets { get; private set; }

    /// <summary>The call began.</summary>
    public bool Started { get; private set; }

    /// <summary>Responses that are over.</summary>
    public int Responses { get; private set; }

    /// <summary>A response that answers the question is over.</summary>
    public bool Answered { get; private set; }

    /// <summary>The response under way was cut or failed, and nothing says that another follows.</summary>
    public string? Failure { get; private set; }

    /// <summary>Why the call ended; null while it runs.</summary>
    public string? Ending { get; private set; }

    /// <summary>As the server says, or as this side saw it when it hung up first.</summary>
    public double? DurationMs { get; private set; }

    public IReadOnlyList<CallTurn> Turns => _turns;

    /// <summary>The agent's audio since the question began, at 24 kHz.</summary>
    public short[] Answer => [.. _answer];

    /// <summary>From now on what the agent says is the answer.</summary>
    public void Ask()
    {
        lock (_gate)
        {
            _asked = true;
            _answer.Clear();
        }
    }

    /// <summary>Waits until something is so.</summary>
    /// <returns>False when that took too long.</returns>
    public async Task<bool> UntilAsync(Func<CallLog, bool> holds, TimeSpan patience, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var timer = time.CreateTimer(_ => limit.Cancel(), null, patience, Timeout.InfiniteTimeSpan);
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                if (holds(this))
                {
                    return true;
                }

                changed = _changed.Task;
            }

            try
            {
                await changed.WaitAsync(limit.Token);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                return false;
            }
        }
    }

    /// <summary>Takes the next event.</summary>
    public void Take(JsonElement happened)
    {
        lock (_gate)
        {
            Note(happened);
            Wake();
        }
    }

    /// <summary>This side hangs up: what it has heard so far is all.</summary>
    public void HangUp()
    {
        lock (_gate)
        {
            _hungUp = true;
        }
    }

    /// <summary>No further event comes.</summary>
    public void Close(string? fault)
    {
        lock (_gate)
        {
            Failure ??= _hungUp ? null : fault;
            Ending ??= _hungUp ? "caller_hung_up" : fault is null ? "closed" : "lost";
            DurationMs ??= Started ? Math.Round(time.GetElapsedTime(_startedAt).TotalMilliseconds) : null;
            Wake();
        }
    }

    private void Note(JsonElement happened)
    {
        switch (happened.GetProperty("type").GetString())
        {
            case "voiceagent.call.started":
                _startedAt = time.GetTimestamp();
                var agent = happened.GetProperty("agent");
                (CallId, Revision, Greets, Started) = (happened.GetProperty("call_id").GetString(), agent.GetProperty("revision").GetString(), agent.GetProperty("greets").GetBoolean(), true);
                break;
            case "voiceagent.turn.completed":
                var turn = CallTurn.Read(happened);
                _turns.Add(turn);
                onTurn(turn);
                break;
            case "voiceagent.call.ended":
                (Ending, DurationMs) = (happened.GetProperty("reason").GetString(), happened.GetProperty("duration_ms").GetDouble());
                break;
            case "response.output_audio.delta" when _asked:
                var sound = happened.GetProperty("delta").GetBytesFromBase64();
                _answer.AddRange(System.Runtime.InteropServices.MemoryMarshal.Cast<byte, short>(sound));
                break;
            case "response.done":
                Done(happened.GetProperty("response").GetProperty("status").GetString());
                break;
            case "error":
                Failure = happened.GetProperty("error").GetProperty("message").GetString();
                break;
        }
    }

    private void Done(string? status)
    {
        Responses++;
        Answered |= _asked && status == "completed" && _turns.Exists(turn => turn.Speaker == "caller");
        if (status == "failed")
        {
            Failure = "the agent's reply failed";
        }
    }

    private void Wake()
    {
        var changed = _changed;
        _changed = New();
        changed.TrySetResult();
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
