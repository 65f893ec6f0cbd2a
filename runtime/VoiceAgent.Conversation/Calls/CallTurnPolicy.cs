namespace VoiceAgent.Conversation.Calls;

/// <summary>Who decides about turns: the session itself, or a client that commits and asks by hand. May change during a call.</summary>
/// <param name="DetectSpeech">Voice activity opens and closes utterances. Off: the client commits.</param>
/// <param name="ReplyToTurns">A turn that ends is answered. Off: the client asks for each reply.</param>
/// <param name="Interruptible">The caller's words cut the reply. Off: the client cancels.</param>
public sealed record CallTurnPolicy(bool DetectSpeech = true, bool ReplyToTurns = true, bool Interruptible = true)
{
    /// <summary>The session decides everything.</summary>
    public static readonly CallTurnPolicy Automatic = new();
}
