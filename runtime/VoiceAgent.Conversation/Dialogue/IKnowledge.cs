namespace VoiceAgent.Conversation.Dialogue;

/// <summary>The knowledge that one agent may draw on.</summary>
public interface IKnowledge
{
    /// <summary>The passages that fit a question best, best first; empty when nothing fits.</summary>
    ValueTask<IReadOnlyList<Passage>> SearchAsync(string question, CancellationToken cancellationToken);
}

/// <summary>A piece of a document that may answer a question.</summary>
/// <param name="KnowledgeBase">The knowledge base's name.</param>
/// <param name="Document">The document's name, such as <c>opening-hours.md</c>.</param>
/// <param name="Heading">The headings above the text, outermost first, joined by <c> / </c>.</param>
/// <param name="Text">Plain text, whole sentences.</param>
/// <param name="Score">Greater is better; comparable within one search only.</param>
public sealed record Passage(string KnowledgeBase, string Document, string Heading, string Text, double Score);

/// <summary>An agent without knowledge bases.</summary>
public sealed class NoKnowledge : IKnowledge
{
    /// <summary>The only instance needed.</summary>
    public static readonly NoKnowledge Instance = new();

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Passage>> SearchAsync(string question, CancellationToken cancellationToken) => new([]);
}
