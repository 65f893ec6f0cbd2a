using VoiceAgent.Conversation;

namespace VoiceAgent.Providers.Local;

/// <summary>How much of the machine the local engines may take.</summary>
public sealed record LocalOptions
{
    /// <summary>Decoders that may hear at the same time, 1 to 256. Each takes one core while its caller speaks. Default: the processors.</summary>
    public int Decoders { get; init; } = Environment.ProcessorCount;

    /// <summary>Sentences that may be synthesised at the same time, 1 to 256. Default: the processors.</summary>
    public int Voices { get; init; } = Environment.ProcessorCount;

    /// <summary>Audio that an utterance may pile up while it waits for a decoder, 1 to 120 s; what comes after it is not heard.</summary>
    public int MaximumQueuedSeconds { get; init; } = 20;

    /// <summary>Longest utterance that is heard, 1 to 120 s; what comes after it is not heard.</summary>
    public int MaximumUtteranceSeconds { get; init; } = 30;

    /// <summary>Where the package pocketsphinx-en-us keeps its model.</summary>
    public string ModelPath { get; init; } = "/usr/share/pocketsphinx/model/en-us";

    /// <summary>Throws when a value is out of range, naming it.</summary>
    /// <exception cref="ProviderException">A value is out of range.</exception>
    internal void Validate(string provider)
    {
        Check(Decoders, 1, 256, nameof(Decoders));
        Check(Voices, 1, 256, nameof(Voices));
        Check(MaximumQueuedSeconds, 1, 120, nameof(MaximumQueuedSeconds));
        Check(MaximumUtteranceSeconds, 1, 120, nameof(MaximumUtteranceSeconds));

        void Check(int value, int least, int most, string name)
        {
            if (value < least || value > most)
            {
                throw new ProviderException(provider, CallStage.Transcription, FaultOwner.Configuration,
                    $"{nameof(LocalOptions)}.{name} is {value}; it must be {least} to {most}.");
            }
        }
    }
}
