using System.Runtime.CompilerServices;
using VoiceAgent.Conversation;
using VoiceAgent.Conversation.Speech;
using VoiceAgent.Providers.Wire;

namespace VoiceAgent.Providers.Mouths;

/// <summary>
/// The mouth of one call on a warm socket. A sentence that found its socket broken before its first sound is asked for again on the next one;
/// while no socket can be had, sentences go over HTTP. After its first sound nothing is asked for again.
/// </summary>
/// <param name="connection">The vendor.</param>
/// <param name="keeper">The socket; disposed with the mouth.</param>
/// <param name="http">The way without sockets.</param>
/// <param name="atOnce">Sentences that the vendor makes at the same time.</param>
/// <param name="perMinute">Sentences that the vendor takes on a socket in a minute; more go over HTTP.</param>
internal sealed class SocketMouth(VendorConnection connection, LineKeeper keeper, ISpeechStream http, int atOnce, int perMinute) : ISpeechStream
{
    private readonly SemaphoreSlim _room = new(atOnce);
    private readonly MinuteAllowance _allowance = new(perMinute, connection.Time);

    public int SampleRate => http.SampleRate;

    public async IAsyncEnumerable<SpeechChunk> SpeakAsync(string text, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await _room.WaitAsync(cancellationToken);
        try
        {
            using var sentence = _allowance.Take() is null ? null : await BeginAsync(text, cancellationToken);
            await foreach (var chunk in sentence?.ReadAsync(cancellationToken) ?? http.SpeakAsync(text, cancellationToken))
            {
                yield return chunk;
            }
        }
        finally
        {
            _room.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await keeper.DisposeAsync();
        await http.DisposeAsync();
    }

    // Null when there is no socket to be had.
    private async Task<ISentence?> BeginAsync(string text, CancellationToken cancellationToken)
    {
        while (true)
        {
            ISpeechLine line;
            try
            {
                line = await keeper.LineAsync(cancellationToken);
            }
            catch (ProviderException fault) when (fault.Retryable)
            {
                connection.Logger.SpeaksOverHttp(connection.Name, fault.Message);
                return null;
            }

            var sentence = line.Sentence(text);
            try
            {
                await sentence.BeginAsync(cancellationToken);
                return sentence;
            }
            catch (ProviderException fault) when (line.Fault is not null && VendorFaults.IsWorthRepeating(fault))
            {
                sentence.Dispose();
            }
            catch
            {
                sentence.Dispose();
                throw;
            }
        }
    }
}
