using Microsoft.Extensions.AI;
using VoiceAgent.Conversation.Agents;

namespace VoiceAgent.Conversation.Dialogue;

/// <summary>What the model reads: the agent's prompt, how to speak, the conversation as heard, and what was looked up for this answer.</summary>
internal static class Prompt
{
    private const string Manner =
        "You are on a telephone call. Answer in one to three short spoken sentences, without lists, headings or symbols. " +
        "Text that ends in \"[interrupted]\" was cut there by the caller; nothing after it was heard.";

    /// <summary>Messages for one reply.</summary>
    public static List<ChatMessage> Build(AgentSnapshot agent, List<ChatMessage> history, IReadOnlyList<Passage> passages)
    {
        var messages = new List<ChatMessage>(history.Count + 2)
        {
            new(ChatRole.System, agent.Prompt.Length > 0 ? agent.Prompt + "\n\n" + Manner : Manner),
        };
        messages.AddRange(history);
        if (passages.Count > 0)
        {
            // Just before the caller's last words, so that the question is the last thing the model reads.
            var at = messages.FindLastIndex(message => message.Role == ChatRole.User);
            messages.Insert(Math.Max(at, 1), new ChatMessage(ChatRole.System, [PassageContent.From(passages)]));
        }

        return messages;
    }

    /// <summary>What to look up: the caller's last words, together with the words before when they lean on them ("and on Sunday?").</summary>
    public static string Question(History history)
    {
        var said = history.CallerTexts.Take(2).ToArray();
        return said switch
        {
            [] => "",
            [var last, var before] when last.Split(' ').Length <= 4 => before + " " + last,
            [var last, ..] => last,
        };
    }
}
