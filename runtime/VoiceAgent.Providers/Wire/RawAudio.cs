using VoiceAgent.Conversation;

namespace VoiceAgent.Providers.Wire;

/// <summary>Tells raw samples from what is certainly something else, before it is played as noise into somebody's ear.</summary>
internal static class RawAudio
{
    /// <param name="connection">The vendor.</param>
    /// <param name="head">The first bytes of a sentence.</param>
    /// <exception cref="ProviderException">It is a file.</exception>
    public static void Check(VendorConnection connection, ReadOnlySpan<byte> head)
    {
        if (head.StartsWith("RIFF"u8))
        {
            throw WrongFormat(connection, "a WAV file");
        }

        if (head.StartsWith("OggS"u8) || head.StartsWith("fLaC"u8) || head.StartsWith("ID3"u8))
        {
            throw WrongFormat(connection, "a compressed file");
        }
    }

    public static ProviderException WrongFormat(VendorConnection connection, string what) =>
        connection.Faults.Vendor(CallStage.Speech, $"{connection.Vendor} sent {what} where raw 16-bit samples were asked for.", retryable: false);
}
