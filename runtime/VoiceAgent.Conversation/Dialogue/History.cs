using Microsoft.Extensions.AI;

namespace VoiceAgent.Conversation.Dialogue;

/// <summary>
/// The conversation as the caller experienced it: what was said to the agent, and what was <em>heard</em> of its replies. Text that was generated but never heard is not in it.
/// Written by the session alone.
/// </summary>
internal sealed class History
{
    private readonly List<Entry> _entries = [];
    private readonly List<(int Turn, FunctionCallContent Call)> _pending = [];

    /// <summary>The caller's turn is over.</summary>
    public void CallerSaid(int turn, string text) => _entries.Add(new Entry(turn, new ChatMessage(ChatRole.User, text)));

    /// <summary>The agent's turn is over. A turn of which nothing was heard leaves no trace.</summary>
    public void AgentSaid(int turn, string heard, bool interrupted)
    {
        _entries.RemoveAll(entry => entry.Turn == turn && entry.IsSpeech);
        if (heard.Length > 0)
        {
            var at = _entries.FindLastIndex(entry => entry.Turn <= turn) + 1;
            _entries.Insert(at, new Entry(turn, HeardText.Message(heard, interrupted)));
        }
    }

    /// <summary>Whether a tool was asked that has not answered.</summary>
    public bool AreToolsPending => _pending.Count > 0;

    /// <summary>The model asked for a tool. Until it answers, the model is told that it is at work, so that it does not ask again.</summary>
    public void ToolAsked(int turn, FunctionCallContent call) => _pending.Add((turn, call));

    /// <summary>A tool answered. Kept whatever became of the speech around it: what was done, was done.</summary>
    public void ToolAnswered(int turn, FunctionCallContent call, FunctionResultContent result)
    {
        _pending.RemoveAll(pending => pending.Turn == turn && pending.Call.CallId == call.CallId);
        _entries.Add(new Entry(turn, new ChatMessage(ChatRole.Assistant, [call])));
        _entries.Add(new Entry(turn, new ChatMessage(ChatRole.Tool, [result])));
    }

    /// <summary>What the caller said last, and before that.</summary>
    public IEnumerable<string> CallerTexts => _entries.Where(entry => entry.Message.Role == ChatRole.User).Select(entry => entry.Message.Text).Reverse();

    /// <summary>All messages, oldest first.</summary>
    public List<ChatMessage> Messages() => [.. _entries.Select(entry => entry.Message), .. _pending.SelectMany(AtWork)];

    private static ChatMessage[] AtWork((int Turn, FunctionCallContent Call) pending) =>
    [
        new(ChatRole.Assistant, [pending.Call]),
        new(ChatRole.Tool, [new FunctionResultContent(pending.Call.CallId, "Still at work. Do not ask for it again.")]),
    ];

    private readonly record struct Entry(int Turn, ChatMessage Message)
    {
        public bool IsSpeech => Message.Role == ChatRole.Assistant && Message.Contents.All(content => content is TextContent);
    }
}
