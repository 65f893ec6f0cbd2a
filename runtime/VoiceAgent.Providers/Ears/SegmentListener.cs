using System.Threading.Channels;

namespace VoiceAgent.Providers.Ears;

/// <summary>For vendors that take an utterance as a whole: waits for its end, then has it transcribed.</summary>
/// <param name="transcribe">Is given the utterance and a place for guesses on the way.</param>
internal sealed class SegmentListener(Func<Utterance, Action<string>, CancellationToken, Task<Transcript>> transcribe) : IListener
{
    // The vendors refuse less than a tenth of a second.
    private const int Fewest = 1_600;

    public async Task ListenAsync(ChannelReader<Utterance> utterances, EarEvents events, CancellationToken cancellationToken)
    {
        await foreach (var utterance in utterances.ReadAllAsync(cancellationToken))
        {
            while (!utterance.IsComplete)
            {
                await utterance.ChangedAsync(cancellationToken);
            }

            var transcript = utterance.Count < Fewest
                ? Transcript.Empty
                : await transcribe(utterance, text => events.Guess(utterance, text), cancellationToken);
            await events.FinishAsync(utterance, transcript, cancellationToken);
        }
    }

    public ValueTask DisposeAsync() => default;
}
