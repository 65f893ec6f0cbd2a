using VoiceAgent.Conversation;
using VoiceAgent.Conversation.Speech;
using VoiceAgent.Providers.Wire;

namespace VoiceAgent.Providers.Mouths;

/// <summary>Opens mouths on sockets, and where the network lets none through, over HTTP.</summary>
/// <param name="Connection">The vendor.</param>
/// <param name="Warmth">Finds out whether requests get through.</param>
internal sealed record SocketSynthesis(VendorConnection Connection, VendorWarmth Warmth)
{
    /// <summary>Sentences that the vendor makes at the same time on one socket.</summary>
    public required int AtOnce { get; init; }

    /// <summary>Sentences that the vendor takes on a socket in a minute.</summary>
    public int PerMinute { get; init; } = int.MaxValue;

    /// <summary>Opens a mouth.</summary>
    /// <param name="open">Opens a socket, and is given what to call when it breaks.</param>
    /// <param name="http">The way without sockets.</param>
    /// <param name="cancellationToken">Ends the opening.</param>
    /// <exception cref="ProviderException">The vendor refused, or could not be reached.</exception>
    public async Task<ISpeechStream> OpenAsync(Func<Action, CancellationToken, Task<ISpeechLine>> open, ISpeechStream http, CancellationToken cancellationToken)
    {
        var keeper = new LineKeeper(Connection, open);
        try
        {
            await keeper.OpenAsync(cancellationToken);
            return new SocketMouth(Connection, keeper, http, AtOnce, PerMinute);
        }
        catch (ProviderException fault) when (VendorFaults.IsWorthRepeating(fault))
        {
            // Networks that let no socket through mostly let requests through.
            await Warmth.EnsureAsync(CallStage.Speech, cancellationToken);
            Connection.Logger.SpeaksOverHttp(Connection.Name, fault.Message);
            return http;
        }
    }
}
