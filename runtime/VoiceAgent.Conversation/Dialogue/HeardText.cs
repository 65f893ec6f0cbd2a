using Microsoft.Extensions.AI;

namespace VoiceAgent.Conversation.Dialogue;

/// <summary>How a reply stands in the history that the model reads.</summary>
public static class HeardText
{
    /// <summary>Follows the words after which the caller interrupted.</summary>
    public const string InterruptedMark = " [interrupted]";

    /// <summary>Stands for a turn of the caller in which no word was understood.</summary>
    public const string Unintelligible = "[unintelligible]";

    internal static ChatMessage Message(string heard, bool interrupted) => new(ChatRole.Assistant, interrupted ? heard + InterruptedMark : heard);

    /// <summary>What was heard, without the mark.</summary>
    public static string Of(ChatMessage message) =>
        message.Text.EndsWith(InterruptedMark, StringComparison.Ordinal) ? message.Text[..^InterruptedMark.Length] : message.Text;
}
