using Microsoft.Extensions.Logging;

namespace VoiceAgent.Conversation.Calls;

/// <summary>Tells the observers what happened, in order. An observer that throws is logged and does not harm the call or the others.</summary>
internal sealed partial class CallJournal(CallClock clock, IReadOnlyList<ICallObserver> observers, ILogger logger)
{
    public TimeSpan Now => clock.Now;

    public void Publish(CallEvent happened)
    {
        foreach (var observer in observers)
        {
            try
            {
                observer.Observe(happened);
            }
            catch (Exception exception)
            {
                ObserverThrew(observer.GetType().Name, happened.GetType().Name, exception.GetType().Name);
            }
        }
    }

    // The exception's text may quote what was said, so only its type is logged.
    [LoggerMessage(1, LogLevel.Error, "{Observer} threw {Exception} on {Event}.")]
    private partial void ObserverThrew(string observer, string @event, string exception);
}
