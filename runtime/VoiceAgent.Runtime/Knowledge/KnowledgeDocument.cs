namespace VoiceAgent.Runtime.Knowledge;

/// <summary>A document as it was found.</summary>
/// <param name="Name">What callers of the API and the record of a call name it by, such as <c>opening-hours.md</c>.</param>
/// <param name="Markdown">Its text.</param>
internal sealed record KnowledgeDocument(string Name, string Markdown);
