using Microsoft.Extensions.AI;
using VoiceAgent.Conversation.Dialogue;
using VoiceAgent.Providers.Spoken;

namespace VoiceAgent.Providers.Local.Answers;

/// <summary>What a conversation holds at the moment of an answer.</summary>
internal sealed class Exchange
{
    public Exchange(IEnumerable<ChatMessage> messages)
    {
        var read = messages.ToArray();
        Length = read.Length;
        var asked = read.Where(message => message.Role == ChatRole.User).Select(Said).Where(text => text is not null).Select(text => text!).ToArray();
        Question = asked.LastOrDefault("");
        PreviousQuestion = asked.SkipLast(1).LastOrDefault(text => EnglishWords.Telling(text).Any());
        Heard = [.. read.Where(message => message.Role == ChatRole.Assistant).Select(message => message.Text.Trim()).Where(text => text.Length > 0)];
        ToolResult = read.LastOrDefault()?.Contents.OfType<FunctionResultContent>().LastOrDefault();
        Passages = PassageContent.In(read);
        Words = SpokenEnglish.Words(Question);
    }

    /// <summary>Messages so far.</summary>
    public int Length { get; }

    /// <summary>The caller's latest turn; empty when nothing was understood.</summary>
    public string Question { get; }

    /// <summary>Its words as spoken.</summary>
    public IReadOnlyList<string> Words { get; }

    /// <summary>The caller's turn before, if it asked for something.</summary>
    public string? PreviousQuestion { get; }

    /// <summary>What the caller heard the agent say, in order.</summary>
    public IReadOnlyList<string> Heard { get; }

    /// <summary>The outcome of a tool, when that is the latest message.</summary>
    public FunctionResultContent? ToolResult { get; }

    /// <summary>What may be quoted.</summary>
    public IReadOnlyList<Passage> Passages { get; }

    // A message of the caller's that carries passages alone is not a turn of theirs.
    private static string? Said(ChatMessage message)
    {
        var texts = message.Contents.OfType<TextContent>().Where(content => PassageContent.In([new ChatMessage(ChatRole.User, [content])]).Count == 0).ToArray();
        return texts.Length == 0 && message.Contents.Count > 0 ? null : string.Concat(texts.Select(text => text.Text)).Trim();
    }
}
