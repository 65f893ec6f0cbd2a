using System.Runtime.CompilerServices;
using VoiceAgent.Conversation.Audio;
using VoiceAgent.Conversation.Speech;

namespace VoiceAgent.Conversation.Failover;

/// <summary>
/// A chain of voices. A sentence of which nothing was heard yet is spoken by the next voice when one fails or stays silent beyond its time; the call keeps that voice then,
/// because a voice that changes with every sentence is worse than a slower one.
/// </summary>
public sealed class FailoverSynthesizer(IReadOnlyList<ChainLink<ISpeechSynthesizer, SpeechOptions>> links, TimeSpan firstAudioWithin, TimeProvider time) : ISpeechSynthesizer
{
    private readonly IReadOnlyList<ChainLink<ISpeechSynthesizer, SpeechOptions>> _links = links;
    private readonly TimeSpan _firstAudioWithin = firstAudioWithin;
    private readonly TimeProvider _time = time;

    /// <inheritdoc/>
    public async ValueTask<ISpeechStream> OpenAsync(SpeechOptions options, CancellationToken cancellationToken)
    {
        var (stream, at) = await Chain.FirstAsync(_links, 0, CallStage.Speech, options.Observer, link => link.Service.OpenAsync(link.Options, cancellationToken));
        return new Stream(this, options.Observer, stream, at);
    }

    private sealed class Stream(FailoverSynthesizer chain, IProviderObserver? observer, ISpeechStream first, int at) : ISpeechStream
    {
        private readonly List<ISpeechStream> _opened = [first];
        private ISpeechStream _stream = first;
        private int _at = at;

        public int SampleRate { get; } = first.SampleRate;

        public async IAsyncEnumerable<SpeechChunk> SpeakAsync(string text, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            var (sentence, served) = await Chain.FirstAsync(chain._links, _at, CallStage.Speech, observer, link => BeginAsync(link, text, cancellationToken));
            await using var speaking = sentence;
            (_stream, _at) = (sentence.Stream, served);
            var resampler = sentence.Stream.SampleRate == SampleRate ? null : new Resampler(sentence.Stream.SampleRate, SampleRate);
            while (sentence.HasCurrent)
            {
                yield return resampler is null ? sentence.Chunks.Current : Resampled(sentence.Chunks.Current, resampler);
                sentence.HasCurrent = await sentence.Chunks.MoveNextAsync();
            }
        }

        public async ValueTask DisposeAsync()
        {
            foreach (var stream in _opened)
            {
                await stream.DisposeAsync();
            }
        }

        private async ValueTask<Sentence> BeginAsync(ChainLink<ISpeechSynthesizer, SpeechOptions> link, string text, CancellationToken cancellationToken)
        {
            var deadline = new Deadline(chain._firstAudioWithin, chain._time, cancellationToken);
            Sentence? sentence = null;
            try
            {
                var stream = await StreamOfAsync(link, deadline.Token);
                sentence = new Sentence(stream, stream.SpeakAsync(text, deadline.Token).GetAsyncEnumerator(deadline.Token), deadline);
                sentence.HasCurrent = await sentence.Chunks.MoveNextAsync();
                deadline.Met();
                return sentence;
            }
            catch (Exception exception)
            {
                var missed = deadline.Missed;
                await (sentence?.DisposeAsync() ?? default);
                deadline.Dispose();
                if (missed && exception is OperationCanceledException)
                {
                    throw new ProviderException(link.Name, CallStage.Speech, FaultOwner.Provider, $"No audio came within {chain._firstAudioWithin.TotalSeconds:0.#} s.", retryable: true);
                }

                throw;
            }
        }

        private async ValueTask<ISpeechStream> StreamOfAsync(ChainLink<ISpeechSynthesizer, SpeechOptions> link, CancellationToken cancellationToken)
        {
            if (ReferenceEquals(chain._links[_at], link))
            {
                return _stream;
            }

            var stream = await link.Service.OpenAsync(link.Options, cancellationToken);
            _opened.Add(stream);
            return stream;
        }

        private static SpeechChunk Resampled(SpeechChunk chunk, Resampler resampler)
        {
            var samples = new short[resampler.MaxOutput(chunk.Samples.Length)];
            return new SpeechChunk(samples.AsMemory(0, resampler.Resample(chunk.Samples.Span, samples)), chunk.Marks);
        }
    }

    private sealed class Sentence(ISpeechStream stream, IAsyncEnumerator<SpeechChunk> chunks, Deadline deadline) : IAsyncDisposable
    {
        public ISpeechStream Stream => stream;

        public IAsyncEnumerator<SpeechChunk> Chunks => chunks;

        public bool HasCurrent { get; set; }

        public async ValueTask DisposeAsync()
        {
            await chunks.DisposeAsync();
            deadline.Dispose();
        }
    }
}
