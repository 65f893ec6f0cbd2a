using VoiceAgent.Conversation;

namespace VoiceAgent.Providers;

/// <summary>How patient the vendors' adapters are. These are the outer walls: the engine's own deadlines lie within them.</summary>
public sealed record VendorOptions
{
    /// <summary>From dialling to a ready connection, TLS and greeting included: 0.1 to 60 s.</summary>
    public TimeSpan ConnectWithin { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>From a request to the first piece of its answer: 0.1 to 120 s.</summary>
    public TimeSpan AnswerWithin { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Between two pieces of one answer: 0.1 to 60 s.</summary>
    public TimeSpan StallWithin { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>From the end of an utterance to its final transcript: 0.1 to 60 s.</summary>
    public TimeSpan FinalWithin { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How often a request is sent again that failed before its answer began, 0 to 3.</summary>
    public int Retries { get; init; } = 1;

    /// <summary>Broken sockets that one call may replace within a minute, 0 to 20. LiveKit and Pipecat try for ever, and leave callers with a deaf agent.</summary>
    public int ReconnectsPerMinute { get; init; } = 3;

    /// <summary>Longest utterance that is heard, 1 to 600 s; what comes after it is not heard.</summary>
    public int MaximumUtteranceSeconds { get; init; } = 120;

    /// <summary>Throws when a value is out of range, naming it.</summary>
    /// <exception cref="ProviderException">A value is out of range.</exception>
    internal void Validate(string provider)
    {
        Check(ConnectWithin.TotalSeconds, 0.1, 60, nameof(ConnectWithin));
        Check(AnswerWithin.TotalSeconds, 0.1, 120, nameof(AnswerWithin));
        Check(StallWithin.TotalSeconds, 0.1, 60, nameof(StallWithin));
        Check(FinalWithin.TotalSeconds, 0.1, 60, nameof(FinalWithin));
        Check(Retries, 0, 3, nameof(Retries));
        Check(ReconnectsPerMinute, 0, 20, nameof(ReconnectsPerMinute));
        Check(MaximumUtteranceSeconds, 1, 600, nameof(MaximumUtteranceSeconds));

        void Check(double value, double least, double most, string name)
        {
            if (!(value >= least && value <= most))
            {
                throw new ProviderException(provider, CallStage.Media, FaultOwner.Ours, $"{nameof(VendorOptions)}.{name} is {value}; it must be {least} to {most}.");
            }
        }
    }
}
