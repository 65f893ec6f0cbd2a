namespace VoiceAgent.Conversation.Turns;

/// <summary>
/// Step 4 of a call: decides who has the floor. Pure: it is told what happens and when, and answers what to do; it starts nothing and reads no clock.
/// <para>
/// While the agent is silent, utterances gather into a turn that ends after a silence which fits what was said.
/// While it speaks, an utterance first makes it pause (<see cref="TurnOptions.TentativePause"/>), then either proves to be meant
/// (enough speech, or a word that is more than a listener's sound) and interrupts, or fades and the agent goes on. A cough never ends an answer.
/// </para>
/// </summary>
internal sealed class TurnTaking(TurnOptions options, string language, TimeSpan finalTranscriptWithin)
{
    // Nobody says "mm-hm" for longer than this.
    private static readonly TimeSpan LongestBackchannel = TimeSpan.FromSeconds(1.2);

    // A turn does not wait longer than this for its final transcript; the latest interim one must do. The second more is for another recogniser that takes over.
    private readonly TimeSpan _finalTranscriptWait = finalTranscriptWithin + TimeSpan.FromSeconds(1);

    // Voice without a word that is shorter than this is a noise, not an unintelligible question.
    private static readonly TimeSpan ShortestUnintelligible = TimeSpan.FromMilliseconds(700);

    private readonly List<Utterance> _turn = [];
    private readonly List<Utterance> _next = [];
    private Utterance? _over;
    private bool _committed;

    /// <summary>What the caller hears of the agent; set by the session.</summary>
    public AgentVoice Agent { get; private set; } = AgentVoice.Silent;

    /// <summary>Whether the caller's words may cut the reply under way.</summary>
    public bool Interruptible { get; set; } = true;

    /// <summary>Utterances of the turn so far.</summary>
    public IReadOnlyList<Utterance> Turn => _turn;

    /// <summary>Whether the caller speaks, in a turn or over the agent.</summary>
    public bool CallerSpeaking => (_over ?? _next.LastOrDefault() ?? _turn.LastOrDefault()) is { EndedAt: null };

    /// <summary>What was understood of the turn so far.</summary>
    public string Text => _turn.Count == 1 ? _turn[0].Text : string.Join(' ', _turn.Select(utterance => utterance.Text).Where(text => text.Length > 0));

    /// <summary>When <see cref="Tick"/> has something to decide; null when only the caller can change anything.</summary>
    public TimeSpan? Deadline => Agent == AgentVoice.Paused ? ResumeAt : MayEndTurn ? TurnEndsAt : null;

    /// <summary>Utterance over the agent's voice that is not yet judged.</summary>
    public Utterance? Over => _over;

    /// <summary>The caller's voice begins.</summary>
    /// <returns>True if it is part of a turn, and no attempt to interrupt.</returns>
    public bool SpeechStarted(Utterance utterance)
    {
        if (Agent == AgentVoice.Silent)
        {
            (_committed ? _next : _turn).Add(utterance);
            return true;
        }

        _over = utterance;
        return false;
    }

    /// <summary>The caller's voice goes on.</summary>
    public TurnDecision SpeechContinued(int number, TimeSpan voiced)
    {
        if (Find(number) is not { } utterance)
        {
            return TurnDecision.None;
        }

        utterance.Voiced = voiced;
        return utterance == _over ? JudgeOver(utterance) : TurnDecision.None;
    }

    /// <summary>The caller's voice faded.</summary>
    /// <param name="number">The utterance.</param>
    /// <param name="endedAt">When the voice was last heard, since the call began.</param>
    /// <param name="audioEnd">The same as a position in the caller's audio.</param>
    public void SpeechStopped(int number, TimeSpan endedAt, TimeSpan audioEnd)
    {
        if (Find(number) is { } utterance)
        {
            (utterance.EndedAt, utterance.AudioEnd) = (endedAt, audioEnd);
        }
    }

    /// <summary>Something was understood.</summary>
    public TurnDecision Heard(int number, string text, bool isFinal)
    {
        if (Find(number) is not { } utterance)
        {
            return TurnDecision.None;
        }

        (utterance.Text, utterance.IsFinal) = (text, isFinal);
        return utterance == _over ? JudgeOver(utterance) : TurnDecision.None;
    }

    /// <summary>A deadline passed.</summary>
    public TurnDecision Tick(TimeSpan now)
    {
        if (Agent == AgentVoice.Paused && now >= ResumeAt)
        {
            return TurnDecision.Resume;
        }

        if (!MayEndTurn || TurnEndsAt is not { } end || now < end)
        {
            return TurnDecision.None;
        }

        if (_committed || Text.Length > 0 || _turn.Max(utterance => utterance.Voiced) >= ShortestUnintelligible)
        {
            return TurnDecision.EndTurn;
        }

        _turn.Clear();
        return TurnDecision.None;
    }

    /// <summary>The agent's voice changed. What was said over it becomes the caller's turn when it falls silent, or is cut.</summary>
    /// <returns>The utterance that is part of the turn from now on, if there is one.</returns>
    public Utterance? AgentBecame(AgentVoice voice)
    {
        Agent = voice;
        if (voice != AgentVoice.Silent || _over is not { } utterance)
        {
            return null;
        }

        _over = null;
        if (utterance is { EndedAt: not null, IsFinal: true } && Backchannel.IsOnly(utterance.Text, language))
        {
            return null;
        }

        (_committed ? _next : _turn).Add(utterance);
        return utterance;
    }

    /// <summary>The client says that the turn is over: only its final transcript is still waited for.</summary>
    public void Commit()
    {
        if (_over is { } utterance)
        {
            _over = null;
            _turn.Add(utterance);
        }

        _committed = _turn.Count > 0;
    }

    /// <summary>The turn was taken over into the history, or thrown away. What was said after a commit begins the next.</summary>
    public void Clear()
    {
        _turn.Clear();
        _turn.AddRange(_next);
        _next.Clear();
        _committed = false;
    }

    private bool MayEndTurn => Agent == AgentVoice.Silent || _committed;

    private TimeSpan? ResumeAt => _over switch
    {
        null => TimeSpan.Zero,
        { EndedAt: { } ended } => ended + options.ResumeAfter,
        _ => null,
    };

    private TimeSpan? TurnEndsAt
    {
        get
        {
            if (_turn.Count == 0 || _turn[^1].EndedAt is not { } ended)
            {
                return null;
            }

            var delay = _committed ? TimeSpan.Zero : EndOfTurn.Delay(Text, options);
            return ended + (_turn.TrueForAll(static utterance => utterance.IsFinal) || delay > _finalTranscriptWait ? delay : _finalTranscriptWait);
        }
    }

    private TurnDecision JudgeOver(Utterance utterance)
    {
        if (!Interruptible)
        {
            return TurnDecision.None;
        }

        var backchannel = Backchannel.IsOnly(utterance.Text, language);
        if (!backchannel && (utterance.IsFinal || utterance.Voiced >= options.TentativePause))
        {
            return TurnDecision.InterruptByWords;
        }

        if (utterance.IsFinal)
        {
            return EndOver();
        }

        var enough = utterance.Text.Length > 0 ? LongestBackchannel : options.ConfirmSpeech;
        if (utterance.Voiced >= enough || (Agent == AgentVoice.Preparing && utterance.Voiced >= options.TentativePause))
        {
            return TurnDecision.InterruptBySpeech;
        }

        return Agent == AgentVoice.Speaking && utterance.EndedAt is null && utterance.Voiced >= options.TentativePause ? TurnDecision.Pause : TurnDecision.None;
    }

    private TurnDecision EndOver()
    {
        _over = null;
        return Agent == AgentVoice.Paused ? TurnDecision.Resume : TurnDecision.None;
    }

    private Utterance? Find(int number) => _over?.Number == number ? _over : Find(_turn, number) ?? Find(_next, number);

    // Asked for every window of speech, so without closures.
    private static Utterance? Find(List<Utterance> utterances, int number)
    {
        foreach (var utterance in utterances)
        {
            if (utterance.Number == number)
            {
                return utterance;
            }
        }

        return null;
    }
}
