using System.Threading.Channels;
using VoiceAgent.Conversation.Speech;

namespace VoiceAgent.Conversation.Playout;

/// <summary>
/// Step 6 of a call: speaks the sentences of a reply one after the other into the playout. The next sentence is asked for while the one before is still being played.
/// </summary>
internal sealed class ReplyVoice(ISpeechStream stream, CallPlayout playout, SpeechRate rate)
{
    // A breath between sentences; the first one starts at once.
    private static readonly TimeSpan KeptBeforeReply = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan KeptBetweenSentences = TimeSpan.FromMilliseconds(140);

    /// <summary>Characters given to the provider so far: what it bills.</summary>
    public int Characters { get; private set; }

    /// <summary>Speaks until the sentences end.</summary>
    /// <param name="turn">The agent's turn.</param>
    /// <param name="sentences">Completes when the reply is written.</param>
    /// <param name="firstAudio">Called once, with the first sample.</param>
    /// <param name="cancellationToken">Cuts the reply.</param>
    /// <exception cref="ProviderException">The voice, or the last of a chain of them, failed.</exception>
    public async Task SpeakAsync(int turn, ChannelReader<string> sentences, Action firstAudio, CancellationToken cancellationToken)
    {
        var kept = KeptBeforeReply;
        while (await sentences.WaitToReadAsync(cancellationToken) && sentences.TryRead(out var sentence))
        {
            Characters += sentence.Length;
            playout.BeginSentence(turn, sentence);
            await SpeakSentenceAsync(turn, sentence, new LeadingSilence(stream.SampleRate, kept), firstAudio, cancellationToken);
            playout.EndSentence(turn);
            (kept, firstAudio) = (KeptBetweenSentences, static () => { });
        }

        playout.Finish(turn);
    }

    private async Task SpeakSentenceAsync(int turn, string sentence, LeadingSilence silence, Action firstAudio, CancellationToken cancellationToken)
    {
        var first = true;
        await foreach (var chunk in stream.SpeakAsync(sentence, cancellationToken).WithCancellation(cancellationToken))
        {
            if (first)
            {
                first = false;
                firstAudio();
            }

            var heard = silence.Next(chunk.Samples.Span);
            if (chunk.Marks is { Count: > 0 } marks)
            {
                playout.Mark(turn, marks, (long)silence.Trimmed * playout.Rate / stream.SampleRate);
            }

            playout.Append(turn, rate.Change(heard));
            await playout.RoomAsync(cancellationToken);
        }
    }
}
