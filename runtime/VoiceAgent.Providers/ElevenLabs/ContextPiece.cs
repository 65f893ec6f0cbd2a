using System.Text.Json;
using System.Threading.Channels;
using VoiceAgent.Conversation;

namespace VoiceAgent.Providers.ElevenLabs;

/// <summary>What the vendor said about one context.</summary>
/// <param name="Audio">Raw bytes, cut anywhere.</param>
/// <param name="Alignment">Where the characters lie in it.</param>
/// <param name="IsFinal">Nothing more follows for the context.</param>
internal sealed record ContextPiece(byte[] Audio, JsonElement? Alignment, bool IsFinal);

/// <summary>One sentence's place on the socket.</summary>
internal sealed class SpeechContext(string id)
{
    // A sentence of 300 characters comes in fewer than a hundred pieces; who sends thousands has lost its mind.
    private const int Most = 4_096;

    private readonly Channel<ContextPiece> _pieces = Channel.CreateBounded<ContextPiece>(new BoundedChannelOptions(Most) { SingleReader = true, SingleWriter = true });

    public string Id => id;

    public ChannelReader<ContextPiece> Pieces => _pieces.Reader;

    public void Add(ContextPiece piece)
    {
        _pieces.Writer.TryWrite(piece);
        if (piece.IsFinal)
        {
            _pieces.Writer.TryComplete();
        }
    }

    public void Fail(ProviderException fault) => _pieces.Writer.TryComplete(fault);
}
