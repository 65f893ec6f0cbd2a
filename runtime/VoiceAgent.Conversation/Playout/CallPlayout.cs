using VoiceAgent.Conversation.Audio;
using VoiceAgent.Conversation.Speech;

namespace VoiceAgent.Conversation.Playout;

/// <summary>What the playout tells the session.</summary>
internal interface IPlayoutListener
{
    /// <summary>An audible sample was sent: the first of a turn, or the first after it ran dry.</summary>
    void Audible(int turn);

    /// <summary>All audio so far was played, and more is to come.</summary>
    void RanDry(int turn);

    /// <summary>All audio of a turn was played.</summary>
    void Played(int turn);
}

/// <summary>
/// Step 7 of a call, and the owner of the truth about what was heard. Sends 20 ms frames when they are due, a little ahead of the moment in which they sound.
/// Everything happens under one short lock: synthesis appends, the shared clock sends, the session pauses and cuts.
/// </summary>
internal sealed class CallPlayout(CallClock clock, IMediaEdge edge, IAudioTap? tap, int rate, PlayoutOptions options, IPlayoutListener listener) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly SampleQueue _queue = new();
    private readonly short[] _frame = new short[rate / 50];
    private readonly long _lead = Samples(options.Lead, rate);
    private readonly long _room = Samples(options.MaxQueued, rate);
    private readonly PlayHead _head = new(rate);
    private SpokenText _text = new(rate);
    private TaskCompletionSource? _waiting;
    private int _turn;
    private bool _finished;
    private bool _paused;
    private bool _audible;
    private bool _dry;

    /// <summary>Samples a second that are appended and sent.</summary>
    public int Rate => rate;

    /// <summary>A reply begins; the one before is over.</summary>
    public void Begin(int turn)
    {
        lock (_gate)
        {
            _queue.Clear();
            _head.Reset();
            _text = new SpokenText(rate);
            (_turn, _finished, _paused, _audible, _dry) = (turn, false, false, false, false);
        }
    }

    /// <summary>The audio that follows says this. Ignored for a turn that was cut.</summary>
    public void BeginSentence(int turn, string text) => ForTurn(turn, () => _text.Begin(text, _head.Sent + _queue.Count));

    /// <summary>Audio of the sentence under way.</summary>
    /// <param name="turn">The turn it was made for; a turn that was cut takes no more.</param>
    /// <param name="samples">At the playout rate.</param>
    public void Append(int turn, ReadOnlySpan<short> samples)
    {
        lock (_gate)
        {
            if (turn == _turn && !_finished)
            {
                _queue.Write(samples);
            }
        }
    }

    /// <summary>Where the sentence's characters begin. <paramref name="trimmed"/> samples of silence were left out in front of it.</summary>
    public void Mark(int turn, IReadOnlyList<SpeechMark> marks, long trimmed) => ForTurn(turn, () => _text.Mark(marks, trimmed));

    /// <summary>The sentence under way is complete.</summary>
    public void EndSentence(int turn) => ForTurn(turn, () => _text.End(_head.Sent + _queue.Count));

    /// <summary>No more audio follows for the turn.</summary>
    public void Finish(int turn) => ForTurn(turn, () => _finished = true);

    /// <summary>Completes when there is room for more speech.</summary>
    public Task RoomAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_queue.Count < _room)
            {
                return Task.CompletedTask;
            }

            _waiting ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _waiting.Task.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Holds back what was not sent. What the far end has, it plays.</summary>
    public void Pause()
    {
        lock (_gate)
        {
            _paused = true;
            edge.Hold(_turn);
        }
    }

    /// <summary>Goes on where <see cref="Pause"/> stopped.</summary>
    public void Resume()
    {
        lock (_gate)
        {
            _paused = false;
            edge.Release(_turn);
        }
    }

    /// <summary>Stops for good, empties the far buffer and says what was heard: one step, so that no word slips between.</summary>
    public HeardReply Cut()
    {
        lock (_gate)
        {
            var heard = Heard(_head.At(clock.Now));
            tap?.AgentCut(clock.Now);
            edge.Clear(_turn);
            _queue.Clear();
            _head.Reset();
            _turn = 0;
            ReleaseWaiting();
            return heard;
        }
    }

    /// <summary>Sends what has come due. Called by the <see cref="PlayoutClock"/>.</summary>
    public void Tick()
    {
        lock (_gate)
        {
            if (_turn == 0)
            {
                return;
            }

            var now = clock.Now;
            if (!_paused)
            {
                SendDue(now);
            }

            if (_queue.Count == 0 && _head.At(now) >= _head.Sent)
            {
                SayAllPlayed();
            }
        }
    }

    /// <summary>Audio of the turn last begun that was played to its end.</summary>
    public TimeSpan PlayedAudio
    {
        get
        {
            lock (_gate)
            {
                return Duration(_head.Sent);
            }
        }
    }

    /// <summary>What the audio of the turn last begun says.</summary>
    public SpokenText Text
    {
        get
        {
            lock (_gate)
            {
                return _text;
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _turn = 0;
            _queue.Dispose();
            ReleaseWaiting();
        }
    }

    private void SendDue(TimeSpan now)
    {
        while (_queue.Count >= _frame.Length || (_finished && _queue.Count > 0))
        {
            if (_head.Sent - _head.At(now) >= _lead + _frame.Length)
            {
                break;
            }

            var frame = _frame.AsSpan(0, _queue.Read(_frame));
            tap?.Agent(now + Duration(_head.Sent - _head.At(now)), frame);
            _head.Send(frame.Length, now);
            edge.Send(_turn, frame);
            NoticeAudible(frame);
        }

        if (_queue.Count < _room)
        {
            ReleaseWaiting();
        }
    }

    private void SayAllPlayed()
    {
        var turn = _turn;
        if (_finished)
        {
            _turn = 0;
            listener.Played(turn);
        }
        else if (_audible && !_dry)
        {
            _dry = true;
            listener.RanDry(turn);
        }
    }

    private void NoticeAudible(ReadOnlySpan<short> frame)
    {
        if ((!_audible || _dry) && Loudness.FirstAbove(frame, options.AudibleAmplitude) >= 0)
        {
            (_audible, _dry) = (true, false);
            listener.Audible(_turn);
        }
    }

    private HeardReply Heard(long position) => new(_turn, _text.Before(position), Duration(position));

    private void ForTurn(int turn, Action change)
    {
        lock (_gate)
        {
            if (turn == _turn && !_finished)
            {
                change();
            }
        }
    }

    private void ReleaseWaiting()
    {
        _waiting?.TrySetResult();
        _waiting = null;
    }

    private TimeSpan Duration(long samples) => TimeSpan.FromSeconds((double)samples / rate);

    private static long Samples(TimeSpan duration, int rate) => (long)(duration.TotalSeconds * rate);
}

/// <summary>What the caller heard of a reply that was cut.</summary>
/// <param name="Turn">The agent's turn, or 0 if nothing was playing.</param>
/// <param name="Text">Whole words.</param>
/// <param name="Audio">How much audio.</param>
internal readonly record struct HeardReply(int Turn, string Text, TimeSpan Audio);
