using System.Runtime.CompilerServices;
using VoiceAgent.Conversation;
using VoiceAgent.Conversation.Speech;
using VoiceAgent.Providers.Mouths;
using VoiceAgent.Providers.Wire;

namespace VoiceAgent.Providers.ElevenLabs;

/// <summary>
/// One sentence on the socket. The vendor says that a context is finished only once it was closed, so it is closed when its last character was placed,
/// or when nothing has come for a while: what was flushed is spoken to its end all the same.
/// </summary>
internal sealed class ContextSentence(VendorConnection connection, ContextLine line, string text) : ISentence
{
    // Longer than the pauses between the pieces of one sentence. Too short costs nothing, too long holds up the next sentence after a very short one.
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(400);

    // A sentence whose every character was placed needs no certificate.
    private static readonly TimeSpan FinalWithin = TimeSpan.FromSeconds(1);

    private readonly SpokenPieces _pieces = new(text);
    private readonly SpeechContext _context = line.Take();
    private ContextPiece? _first;
    private bool _closed;
    private bool _finished;

    public async Task BeginAsync(CancellationToken cancellationToken)
    {
        using var patience = new Patience(connection.Options.AnswerWithin, connection.Time, cancellationToken);
        await line.SendAsync(_context, text, patience.Token);
        do
        {
            _first = await ReadAsync(patience);
        }
        while (_first is { IsFinal: false, Audio.Length: 0 });

        if (_first is not { Audio.Length: > 0 })
        {
            throw connection.Faults.Malformed(CallStage.Speech, "no audio");
        }

        RawAudio.Check(connection, _first.Audio);
    }

    public async IAsyncEnumerable<SpeechChunk> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var patience = new Patience(connection.Options.StallWithin, connection.Time, cancellationToken);
        for (var piece = _first; piece is not null; piece = await NextAsync(patience))
        {
            if (piece.Audio.Length > 0)
            {
                patience.Rest();
                yield return _pieces.Read(piece.Audio, piece.Alignment, AlignmentNames.Socket);
            }

            if (_pieces.IsWhole)
            {
                Close();
            }
        }

        var usage = new ProviderUsage { Characters = text.Length, Audio = TimeSpan.FromSeconds((double)_pieces.Samples / ElevenLabsVoice.SampleRate) };
        yield return new SpeechChunk(default, Usage: usage);
    }

    public void Dispose()
    {
        if (!_finished)
        {
            Close();
        }

        line.Forget(_context);
    }

    private async ValueTask<ContextPiece?> NextAsync(Patience patience)
    {
        if (!_closed && !await ComesAsync(Quiet, patience.Owner))
        {
            Close();
        }

        if (_pieces.IsWhole && !await ComesAsync(FinalWithin, patience.Owner))
        {
            return null;
        }

        patience.Renew(connection.Options.StallWithin);
        return await ReadAsync(patience);
    }

    private async ValueTask<bool> ComesAsync(TimeSpan within, CancellationToken cancellationToken)
    {
        try
        {
            await _context.Pieces.WaitToReadAsync(cancellationToken).AsTask().WaitAsync(within, connection.Time, cancellationToken);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
        catch (ProviderException)
        {
            // Found again by whoever reads.
            return true;
        }
    }

    private async ValueTask<ContextPiece?> ReadAsync(Patience patience)
    {
        try
        {
            if (await _context.Pieces.WaitToReadAsync(patience.Token) && _context.Pieces.TryRead(out var piece))
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

    private void Close()
    {
        if (!_closed)
        {
            _closed = true;
            line.Close(_context);
        }
    }
}
