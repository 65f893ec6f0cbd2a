using System.Security.Cryptography;

namespace VoiceAgent.Runtime.Realtime.Protocol;

/// <summary>Makes ids in the protocol's shape: a word for the kind, then 21 random letters and digits (125 bits).</summary>
internal static class Ids
{
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    public static string Session() => New("sess_");

    public static string Conversation() => New("conv_");

    public static string Item() => New("item_");

    public static string Response() => New("resp_");

    /// <summary>Short: it only tells the events of one socket from those of another.</summary>
    public static string EventPrefix() => "event_" + RandomNumberGenerator.GetString(Letters, 8) + "_";

    private static string New(string kind) => kind + RandomNumberGenerator.GetString(Letters, 21);
}
