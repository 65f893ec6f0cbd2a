using VoiceAgent.Conversation.Transcription;

namespace VoiceAgent.Conversation.Failover;

/// <summary>
/// A chain of recognisers. When one goes deaf, or owes a final transcript for too long, the next one hears what was not yet understood once more, and goes on from there.
/// </summary>
public sealed class FailoverTranscriber(IReadOnlyList<ChainLink<ITranscriber, TranscriptionOptions>> links, TimeSpan finalWithin, TimeProvider time) : ITranscriber
{
    /// <inheritdoc/>
    public async ValueTask<ITranscription> OpenAsync(TranscriptionOptions options, CancellationToken cancellationToken)
    {
        var (ear, at) = await Chain.FirstAsync(links, 0, CallStage.Transcription, options.Observer, link => link.Service.OpenAsync(link.Options, cancellationToken));
        return new FailoverTranscription(links, ear, at, finalWithin, time, options.Observer);
    }
}
