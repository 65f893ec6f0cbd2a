using System.Threading.Channels;
using VoiceAgent.Conversation.Listening;
using VoiceAgent.Conversation.Playout;

namespace VoiceAgent.Conversation.Calls;

/// <summary>The one way into a session. Whatever happens on another thread becomes a signal here, stamped with the time at which it happened.</summary>
internal sealed class CallSignals(CallClock clock) : IEarListener, IPlayoutListener, IProviderObserver
{
    // A session that is 4096 signals behind is beyond help; ordinary calls hold a handful.
    private readonly Channel<CallSignal> _signals = Channel.CreateBounded<CallSignal>(
        new BoundedChannelOptions(4096) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    public ChannelReader<CallSignal> Reader => _signals.Reader;

    public void Post(SignalKind kind, int number = 0, TimeSpan first = default, TimeSpan second = default, object? item = null) =>
        Post(new CallSignal(kind, clock.Now, number, first, second, item));

    public void Close() => _signals.Writer.TryComplete();

    void IEarListener.SpeechStarted(int utterance, TimeSpan audioStart, TimeSpan position) =>
        Post(SignalKind.SpeechStarted, utterance, audioStart, position);

    void IEarListener.SpeechContinued(int utterance, TimeSpan voiced) => Post(SignalKind.SpeechContinued, utterance, voiced);

    void IEarListener.SpeechStopped(int utterance, TimeSpan lastVoiced, TimeSpan position) =>
        Post(SignalKind.SpeechStopped, utterance, lastVoiced, position);

    void IPlayoutListener.Audible(int turn) => Post(SignalKind.Audible, turn);

    void IPlayoutListener.RanDry(int turn) => Post(SignalKind.RanDry, turn);

    void IPlayoutListener.Played(int turn) => Post(SignalKind.Played, turn);

    void IProviderObserver.Served(CallStage stage, string provider) => Post(SignalKind.Served, item: (stage, provider));

    void IProviderObserver.FailedOver(ProviderException fault, string next) => Post(SignalKind.FailedOver, item: (fault, next));

    private void Post(CallSignal signal)
    {
        // Progress of speech may be lost under pressure, anything else may not: then the session ends instead of going on with a false picture.
        if (!_signals.Writer.TryWrite(signal) && signal.Kind != SignalKind.SpeechContinued)
        {
            _signals.Writer.TryComplete(new InvalidOperationException("The session fell behind its signals."));
        }
    }
}
