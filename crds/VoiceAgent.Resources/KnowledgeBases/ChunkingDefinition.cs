using VoiceAgent.Resources.Constraints;

namespace VoiceAgent.Resources.KnowledgeBases;

/// <summary>How documents are cut into passages.</summary>
[Below(nameof(OverlapTokens), nameof(MaxTokens))]
public sealed record ChunkingDefinition
{
    /// <summary>Where cuts are made.</summary>
    public ChunkingStrategy Strategy { get; init; } = ChunkingStrategy.Tokens;

    /// <summary>Tokens of a passage at most.</summary>
    [Range(64, 8192)]
    public int MaxTokens { get; init; } = 512;

    /// <summary>Tokens that a passage repeats from the one before.</summary>
    [Range(0, 1024)]
    public int OverlapTokens { get; init; } = 64;
}

/// <summary>Where documents are cut.</summary>
public enum ChunkingStrategy
{
    /// <summary>After a number of tokens, at the next space.</summary>
    Tokens,

    /// <summary>Between sentences.</summary>
    Sentences,

    /// <summary>At headings, then between paragraphs; every passage keeps its headings.</summary>
    Markdown,
}
