using System.Runtime.CompilerServices;
using System.Threading.Channels;
using VoiceAgent.Conversation.Speech;

namespace VoiceAgent.Providers.Local.Speech;

/// <summary>Reads an engine's samples while it speaks, piece after piece, and stops it when the reader leaves.</summary>
internal static class SpokenPieces
{
    public static async IAsyncEnumerable<SpeechChunk> ReadAsync(
        IEnumerable<string> pieces,
        Func<string, ChannelWriter<SpeechChunk>, CancellationToken, Task> speak,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var piece in pieces)
        {
            // Unbounded, yet never more than one piece: the engines speak a hundred times faster than real time, and a reader who
            // falls behind must not keep them from other calls.
            var chunks = Channel.CreateUnbounded<SpeechChunk>(new() { SingleReader = true, SingleWriter = true });
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var work = CompleteAsync(speak(piece, chunks.Writer, stop.Token), chunks.Writer);
            try
            {
                await foreach (var chunk in chunks.Reader.ReadAllAsync(cancellationToken))
                {
                    yield return chunk;
                }
            }
            finally
            {
                await stop.CancelAsync();
                await work;
            }
        }
    }

    private static async Task CompleteAsync(Task speaking, ChannelWriter<SpeechChunk> output)
    {
        try
        {
            await speaking;
            output.Complete();
        }
        catch (Exception failure)
        {
            output.Complete(failure);
        }
    }
}
