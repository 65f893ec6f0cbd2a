using System.Threading.Channels;
using VoiceAgent.Conversation.Audio;
using VoiceAgent.Conversation.Speech;

namespace VoiceAgent.Conversation.Playout;

/// <summary>
/// Step 6 of a call: speaks the sentences of a reply one after the other into the playout. The next sentence is asked for while the one before is still being played.
/// </summary>
internal sealed class ReplyVoice(ISpeechStream stream, CallPlayout playout, TimeProvider time, TimeSpan firstAudioWithin)
{
    // A breath between sentences; the first one starts at once.
    private static readonly TimeSpan KeptBeforeReply = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan KeptBetweenSentences = TimeSpan.FromMilliseconds(140);

    private readonly Resampler _resampler = new(stream.SampleRate, playout.Rate);
    private short[] _resampled = [];

    /// <summary>Characters given to the provider so far: what it bills.</summary>
    public int Characters { get; private set; }

    /// <summary>Speaks until the sentences end.</summary>
    /// <param name="turn">The agent's turn.</param>
    /// <param name="sentences">Completes when the reply is written.</param>
    /// <param name="firstAudio">Called once, with the first sample.</param>
    /// <param name="cancellationToken">Cuts the reply.</param>
    /// <exception cref="ProviderException">The provider failed or stayed silent beyond its deadline.</exception>
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
        using var deadline = new Deadline(firstAudioWithin, time, cancellationToken);
        try
        {
            await foreach (var chunk in stream.SpeakAsync(sentence, deadline.Token).WithCancellation(deadline.Token))
            {
                if (first)
                {
                    first = false;
                    deadline.Met();
                    firstAudio();
                }

                var heard = silence.Next(chunk.Samples.Span);
                if (chunk.Marks is { Count: > 0 } marks)
                {
                    playout.Mark(turn, marks, (long)silence.Trimmed * playout.Rate / stream.SampleRate);
                }

                Append(turn, heard);
                await playout.RoomAsync(deadline.Token);
            }
        }
        catch (OperationCanceledException) when (deadline.Missed)
        {
            throw new ProviderException("speech", CallStage.Speech, FaultOwner.Provider, $"No audio came within {firstAudioWithin.TotalSeconds:0.#} s.", retryable: true);
        }
    }

    private void Append(int turn, ReadOnlySpan<short> samples)
    {
        var most = _resampler.MaxOutput(samples.Length);
        if (_resampled.Length < most)
        {
            _resampled = new short[most];
        }

        playout.Append(turn, _resampled.AsSpan(0, _resampler.Resample(samples, _resampled)));
    }
}
