using VoiceAgent.Conversation.Calls;

namespace VoiceAgent.Runtime.Telemetry;

/// <summary>Turns the events of one call into figures.</summary>
internal sealed class CallMetrics(RuntimeMetrics metrics, string tenant, string agent, string channel) : ICallObserver
{
    private TimeSpan? _speechEnded;

    public void Observe(CallEvent happened)
    {
        switch (happened)
        {
            case CallStarted:
                metrics.CallsStarted.WithLabels(tenant, agent, channel).Inc();
                metrics.SessionsActive.WithLabels(tenant, agent).Inc();
                break;
            case CallEnded ended:
                metrics.CallsEnded.WithLabels(tenant, agent, Word(ended.Ending)).Inc();
                metrics.CallSeconds.WithLabels(tenant, agent).Observe(ended.At.TotalSeconds);
                metrics.SessionsActive.WithLabels(tenant, agent).Dec();
                break;
            case CallerTurnEnded { Typed: false } turn:
                _speechEnded = turn.SpeechEnded;
                break;
            case ReplyEnded reply:
                Reply(reply);
                break;
            case PlayoutResumed:
                metrics.FalseInterruptions.WithLabels(tenant, agent).Inc();
                break;
            case Interrupted cut:
                metrics.Interruptions.WithLabels(tenant, agent, Word(cut.Cause)).Inc();
                metrics.InterruptionStop.WithLabels(tenant, agent).Observe((cut.At - cut.SpeechStarted).TotalSeconds);
                break;
            case FillerSpoken:
                metrics.Fillers.WithLabels(tenant, agent).Inc();
                break;
            case ProviderFailedOver over:
                metrics.ProviderFailovers.WithLabels(tenant, Word(over.Stage), over.From).Inc();
                break;
            case StageFailed failed:
                metrics.StageFailures.WithLabels(tenant, Word(failed.Stage), Word(failed.Owner), failed.Provider).Inc();
                break;
        }
    }

    private void Reply(ReplyEnded reply)
    {
        var times = reply.Waterfall;
        metrics.Replies.WithLabels(tenant, agent, Word(reply.Outcome)).Inc();
        metrics.Tokens.WithLabels(tenant, agent, "input").Inc(reply.Usage.InputTokens);
        metrics.Tokens.WithLabels(tenant, agent, "output").Inc(reply.Usage.OutputTokens);
        metrics.SpokenCharacters.WithLabels(tenant, agent).Inc(reply.Usage.SpokenCharacters);

        Observe(metrics.TurnEndToEnd, times.EndToEnd);
        Observe(metrics.EndOfUtterance, times.TurnDecided - times.SpeechEnded);
        Observe(metrics.FinalTranscript, times.FinalTranscript - times.SpeechEnded);

        // The model can begin when the turn is decided and its words are known, whichever comes later.
        var asked = times.FinalTranscript > times.TurnDecided ? times.FinalTranscript : times.TurnDecided ?? times.FinalTranscript;
        Observe(metrics.FirstToken, times.FirstToken - asked);
        Observe(metrics.FirstSentence, times.FirstSentence - asked);
        Observe(metrics.FirstAudio, times.FirstAudio - times.FirstSentence);
        Observe(metrics.FirstAudible, times.FirstAudible - times.FirstSentence);
        if (reply.Outcome == ReplyOutcome.Failed)
        {
            Observe(metrics.DeadAir, reply.At - (times.SpeechEnded ?? _speechEnded));
        }
        else
        {
            Observe(metrics.DeadAir, times.EndToEnd);
        }
    }

    private void Observe(Prometheus.Histogram histogram, TimeSpan? duration)
    {
        // A stage that overtook the one before it (a transcript before the turn was decided) took no time.
        if (duration is { } measured)
        {
            histogram.WithLabels(tenant, agent).Observe(Math.Max(0, measured.TotalSeconds));
        }
    }

    /// <summary>A member of an enumeration as a label: <c>CallerHungUp</c> becomes <c>caller_hung_up</c>.</summary>
    private static string Word<T>(T member)
        where T : struct, Enum => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(member.ToString());
}
