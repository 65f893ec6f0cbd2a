using System.Security.Cryptography;
using System.Text;

namespace VoiceAgent.Runtime.Catalog;

/// <summary>The documents of a knowledge base at one moment.</summary>
internal sealed record KnowledgeContent
{
    public static readonly KnowledgeContent Empty = new([]);

    public KnowledgeContent(IReadOnlyList<CatalogDocument> documents)
    {
        Documents = documents;
        Hash = HashOf(documents);
    }

    /// <summary>In the order of their names.</summary>
    public IReadOnlyList<CatalogDocument> Documents { get; }

    /// <summary>Changes exactly when a document does.</summary>
    public string Hash { get; }

    private static string HashOf(IReadOnlyList<CatalogDocument> documents)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var document in documents)
        {
            // Lengths first, so that moving a word from a name into a text is a change.
            hash.AppendData(BitConverter.GetBytes(document.Name.Length));
            hash.AppendData(Encoding.UTF8.GetBytes(document.Name));
            hash.AppendData(BitConverter.GetBytes(document.Text.Length));
            hash.AppendData(Encoding.UTF8.GetBytes(document.Text));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}

/// <summary>A document.</summary>
/// <param name="Name">Path within its source, with forward slashes, such as <c>prices/whitening.md</c>.</param>
/// <param name="Text">Markdown or plain text.</param>
internal sealed record CatalogDocument(string Name, string Text);
