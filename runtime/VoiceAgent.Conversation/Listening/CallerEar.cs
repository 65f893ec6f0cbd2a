using VoiceAgent.Conversation.Audio;
using VoiceAgent.Conversation.Transcription;

namespace VoiceAgent.Conversation.Listening;

/// <summary>What the ear tells the session about the caller's voice. Positions count the caller's audio.</summary>
internal interface IEarListener
{
    void SpeechStarted(int utterance, TimeSpan audioStart, TimeSpan position);

    void SpeechContinued(int utterance, TimeSpan voiced);

    void SpeechStopped(int utterance, TimeSpan lastVoiced, TimeSpan position);
}

/// <summary>
/// Steps 2 and 3 of a call: cuts the caller's audio into windows, asks whether each is speech, and feeds utterances to the transcription.
/// Runs on the edge's receive thread, so that a frame costs no hand-over; the lock is for a client that commits from elsewhere.
/// </summary>
internal sealed class CallerEar : IDisposable
{
    private readonly Lock _gate = new();
    private readonly ListeningOptions _options;
    private readonly ISpeechProbability _probability;
    private readonly SpeechDetector _detector;
    private readonly ITranscription _transcription;
    private readonly IEarListener _listener;
    private readonly PreRoll _preRoll;
    private readonly short[] _window = new short[SileroStream.WindowSamples];
    private int _filled;
    private long _heard;
    private int _utterance;
    private bool _open;
    private bool _detecting = true;
    private bool _deaf;

    public CallerEar(ListeningOptions options, ISpeechProbability probability, ITranscription transcription, IEarListener listener)
    {
        _options = options;
        _probability = probability;
        _detector = new SpeechDetector(options);
        _transcription = transcription;
        _listener = listener;
        _preRoll = new PreRoll(Samples(options.PreRoll) + SileroStream.WindowSamples);
    }

    /// <summary>Position in the caller's audio.</summary>
    public TimeSpan Position => At(Volatile.Read(ref _heard));

    /// <summary>Takes the caller's next samples.</summary>
    public void Hear(ReadOnlySpan<short> samples)
    {
        lock (_gate)
        {
            while (!samples.IsEmpty && !_deaf)
            {
                var taken = Math.Min(samples.Length, _window.Length - _filled);
                samples[..taken].CopyTo(_window.AsSpan(_filled));
                samples = samples[taken..];
                _filled += taken;
                Volatile.Write(ref _heard, _heard + taken);
                if (_filled == _window.Length)
                {
                    _filled = 0;
                    Next(_window);
                }
            }
        }
    }

    /// <summary>Whether voice activity opens and closes utterances; otherwise everything heard is one, until committed.</summary>
    public void SetDetecting(bool detecting)
    {
        lock (_gate)
        {
            if (_detecting != detecting && !_deaf)
            {
                Forget();
                _detecting = detecting;
            }
        }
    }

    /// <summary>Closes the utterance under way, whether or not the caller fell silent.</summary>
    /// <returns>Its number, or 0 when there is none.</returns>
    public int Commit()
    {
        lock (_gate)
        {
            if (!_open || _deaf)
            {
                return 0;
            }

            _transcription.Write(_window.AsSpan(0, _filled));
            _filled = 0;
            Close();
            _detector.Reset();
            return _utterance;
        }
    }

    /// <summary>Forgets what is not yet part of a closed utterance.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            if (!_deaf)
            {
                Forget();
            }
        }
    }

    /// <summary>Stops hearing. The model's native buffers are let go under the lock, so that a frame under way is heard to its end.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _deaf = true;
            (_probability as IDisposable)?.Dispose();
        }
    }

    private void Next(ReadOnlySpan<short> window)
    {
        if (!_detecting)
        {
            Open(At(_heard) - At(window.Length));
            _transcription.Write(window);
            return;
        }

        switch (_detector.Next(Probability(window), At(_heard)))
        {
            case SpeechChange.None:
                _preRoll.Write(window);
                break;
            case SpeechChange.Started:
                _preRoll.Write(window);
                Begin();
                break;
            case SpeechChange.Continued:
                _transcription.Write(window);
                _listener.SpeechContinued(_utterance, _detector.Voiced);
                break;
            case SpeechChange.Stopped:
                _transcription.Write(window);
                Close();
                _listener.SpeechStopped(_utterance, _detector.LastVoiced, At(_heard));
                break;
        }
    }

    private float Probability(ReadOnlySpan<short> window)
    {
        if (!_detector.Speaking && Loudness.Rms(window) < _options.GateRms)
        {
            _probability.Skip(window);
            return 0;
        }

        return _probability.Next(window);
    }

    private void Begin()
    {
        Open(At(Math.Max(0, _heard - _preRoll.Count)));
        var (older, newer) = _preRoll.Read();
        _transcription.Write(older.Span);
        _transcription.Write(newer.Span);
        _preRoll.Clear();
    }

    private void Open(TimeSpan audioStart)
    {
        if (_open)
        {
            return;
        }

        _open = true;
        _transcription.Begin(++_utterance);
        _listener.SpeechStarted(_utterance, audioStart, At(_heard));
    }

    private void Close()
    {
        _open = false;
        _transcription.End(_utterance);
    }

    private void Forget()
    {
        if (_open)
        {
            Close();
        }

        _detector.Reset();
        _preRoll.Clear();
        _filled = 0;
    }

    private static int Samples(TimeSpan duration) => (int)(duration.TotalSeconds * AudioFormat.HearingRate);

    private static TimeSpan At(long samples) => TimeSpan.FromTicks(samples * TimeSpan.TicksPerSecond / AudioFormat.HearingRate);
}
