using System.Runtime.CompilerServices;
using VoiceAgent.Conversation.Speech;

namespace VoiceAgent.Testing.Calls;

/// <summary>Speaks a tone of 100 ms for each word, after 50 ms of silence as real synthesis has it.</summary>
public sealed class ScriptedSynthesizer(TimeProvider time) : ISpeechSynthesizer
{
    /// <summary>Length of one spoken word.</summary>
    public static readonly TimeSpan Word = TimeSpan.FromMilliseconds(100);

    /// <summary>From asking for a sentence to its first sample.</summary>
    public TimeSpan FirstAudioDelay { get; set; } = TimeSpan.FromMilliseconds(50);

    /// <summary>Thrown instead of speaking, when set.</summary>
    public Exception? Fault { get; set; }

    /// <inheritdoc/>
    public ValueTask<ISpeechStream> OpenAsync(SpeechOptions options, CancellationToken cancellationToken) => new(new Mouth(this, time));

    private sealed class Mouth(ScriptedSynthesizer script, TimeProvider time) : ISpeechStream
    {
        public int SampleRate => 24_000;

        public async IAsyncEnumerable<SpeechChunk> SpeakAsync(string text, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.Delay(script.FirstAudioDelay, time, cancellationToken);
            if (script.Fault is { } fault)
            {
                throw fault;
            }

            yield return new SpeechChunk(new short[1_200]);
            foreach (var _ in text.Split(' '))
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return new SpeechChunk(Tone);
            }
        }

        public ValueTask DisposeAsync() => default;

        private static readonly short[] Tone = [.. Enumerable.Range(0, 2_400).Select(i => (short)(6_000 * Math.Sin(i * 0.1)))];
    }
}
