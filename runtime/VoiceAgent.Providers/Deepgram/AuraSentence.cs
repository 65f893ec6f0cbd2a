using System.Runtime.CompilerServices;
using System.Threading.Channels;
using VoiceAgent.Conversation;
using VoiceAgent.Conversation.Speech;
using VoiceAgent.Providers.Mouths;
using VoiceAgent.Providers.Wire;

namespace VoiceAgent.Providers.Deepgram;

/// <summary>One sentence on Deepgram's speech socket.</summary>
internal sealed class AuraSentence(VendorConnection connection, AuraLine line, string text) : ISentence
{
    private ChannelReader<byte[]>? _pieces;
    private byte[]? _first;
    private byte? _half;
    private long _samples;
    private bool _finished;

    public async Task BeginAsync(CancellationToken cancellationToken)
    {
        using var patience = new Patience(connection.Options.AnswerWithin, connection.Time, cancellationToken);
        try
        {
            _pieces = await line.SpeakAsync(text, patience.Token);
        }
        catch (Exception failure)
        {
            throw HttpAnswer.Sorted(connection, CallStage.Speech, failure, patience);
        }

        _first = await NextAsync(patience) ?? throw connection.Faults.Malformed(CallStage.Speech, "no audio");
        RawAudio.Check(connection, _first);
    }

    public async IAsyncEnumerable<SpeechChunk> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var patience = new Patience(connection.Options.StallWithin, connection.Time, cancellationToken);
        for (var piece = _first; piece is not null; piece = await NextAsync(patience))
        {
            patience.Rest();
            yield return new SpeechChunk(Samples(piece));
            patience.Renew(connection.Options.StallWithin);
        }

        var usage = new ProviderUsage { Characters = text.Length, Audio = TimeSpan.FromSeconds((double)_samples / AuraVoice.SampleRate) };
        yield return new SpeechChunk(default, Usage: usage);
    }

    public void Dispose()
    {
        if (!_finished && _pieces is not null)
        {
            line.Clear();
        }
    }

    private async ValueTask<byte[]?> NextAsync(Patience patience)
    {
        try
        {
            if (await _pieces!.WaitToReadAsync(patience.Token) && _pieces.TryRead(out var piece))
            {
                return piece;
            }

            _finished = true;
            return null;
        }
        catch (Exception failure)
        {
            throw HttpAnswer.Sorted(connection, CallStage.Speech, failure, patience);
        }
    }

    private short[] Samples(byte[] piece)
    {
        byte[] bytes = _half is { } half ? [half, .. piece] : piece;
        _half = (bytes.Length & 1) == 1 ? bytes[^1] : null;
        var samples = new short[bytes.Length / 2];
        PcmReader.Samples(bytes, samples);
        _samples += samples.Length;
        return samples;
    }
}
