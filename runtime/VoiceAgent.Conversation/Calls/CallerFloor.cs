using VoiceAgent.Conversation.Turns;

namespace VoiceAgent.Conversation.Calls;

/// <summary>
/// The caller's side of a call: follows utterances and transcripts, and tells the observers of an utterance as soon as it is part of a turn.
/// What was said over the agent's voice stays unannounced until it proves to be meant. Used by the session's writer alone.
/// </summary>
internal sealed class CallerFloor(TurnTaking turns, CallJournal journal)
{
    private readonly HashSet<int> _announced = [];

    public TurnTaking Turns => turns;

    public void SpeechStarted(CallSignal signal)
    {
        var utterance = new Utterance(signal.Number, audioStart: signal.First, startedAt: signal.At);
        if (turns.SpeechStarted(utterance))
        {
            Announce(utterance);
        }
    }

    public TurnDecision SpeechContinued(CallSignal signal) => turns.SpeechContinued(signal.Number, voiced: signal.First);

    public void SpeechStopped(CallSignal signal)
    {
        // The ear notices silence late: the voice ended so much before now as the audio since then is long.
        var silence = signal.Second - signal.First;
        turns.SpeechStopped(signal.Number, signal.At - silence, audioEnd: signal.First);
        if (_announced.Contains(signal.Number))
        {
            journal.Publish(new CallerSpeechStopped(journal.Now, signal.Number, signal.First));
        }
    }

    public TurnDecision Transcript(int utterance, string text, bool isFinal)
    {
        if (_announced.Contains(utterance))
        {
            journal.Publish(new TranscriptHeard(journal.Now, utterance, text, isFinal));
        }

        return turns.Heard(utterance, text, isFinal);
    }

    /// <summary>The agent's voice changed; what was said over it may now be the caller's turn.</summary>
    public void AgentBecame(AgentVoice voice)
    {
        if (turns.AgentBecame(voice) is { } utterance)
        {
            Announce(utterance);
        }
    }

    /// <summary>The turn is over: gives its text away and begins anew.</summary>
    public FinishedTurn TakeTurn()
    {
        var last = turns.Turn[^1];
        var turn = new FinishedTurn(last.Number, turns.Text, last.EndedAt ?? journal.Now, turns.Turn.All(utterance => utterance.IsFinal));
        turns.Clear();
        return turn;
    }

    /// <summary>Forgets what was said and not yet answered.</summary>
    public void Forget() => turns.Clear();

    private void Announce(Utterance utterance)
    {
        _announced.Add(utterance.Number);
        journal.Publish(new CallerSpeechStarted(journal.Now, utterance.Number, utterance.AudioStart));
        if (utterance.Text.Length > 0)
        {
            journal.Publish(new TranscriptHeard(journal.Now, utterance.Number, utterance.Text, utterance.IsFinal));
        }

        if (utterance.EndedAt is not null)
        {
            journal.Publish(new CallerSpeechStopped(journal.Now, utterance.Number, utterance.AudioEnd));
        }
    }
}

/// <summary>A turn of the caller that is over.</summary>
internal readonly record struct FinishedTurn(int LastUtterance, string Text, TimeSpan SpeechEnded, bool AllFinal);
