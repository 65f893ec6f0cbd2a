using VoiceAgent.Conversation.Calls;
using VoiceAgent.Runtime.Calls.Records;

namespace VoiceAgent.Runtime.Calls.Journal;

/// <summary>The record of one call, kept while it runs. Takes events from any thread, at once, and leaves the writing to the <see cref="JournalWriter"/>.</summary>
internal sealed class CallJournal : ICallObserver
{
    private readonly JournalWriter _writer;
    private int _sequence;

    public CallJournal(JournalWriter writer, CallRecord call, bool keepsText)
    {
        _writer = writer;
        Ledger = new CallLedger(call, keepsText);
    }

    /// <summary>The rows so far. Belongs to the writer.</summary>
    public CallLedger Ledger { get; }

    public void Observe(CallEvent happened)
    {
        // Interim guesses and single tokens are for live listeners; the turn's row holds what came of them.
        if (happened is ReplyText or TranscriptHeard { IsFinal: false })
        {
            return;
        }

        _writer.Post(new JournalEntry(this, Interlocked.Increment(ref _sequence), happened));
    }

    /// <summary>Completes when everything that was observed before is in the database, or given up on.</summary>
    public Task FlushAsync(CancellationToken cancellationToken) => _writer.FlushAsync(cancellationToken);
}

/// <summary>One event on its way to the database.</summary>
internal readonly record struct JournalEntry(CallJournal Journal, int Sequence, CallEvent Happened)
{
    /// <summary>Without it the record of the call would be wrong; the rest is detail that a full buffer drops first.</summary>
    public bool IsEssential => Happened
        is CallStarted or CallEnded or CallerTurnEnded or ReplyStarted or ReplyEnded or ReplyTruncated or RecordingEvent;
}
