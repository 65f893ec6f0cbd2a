using System.Text;
using Markdig;
using Markdig.Extensions.Tables;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using VoiceAgent.Conversation.Dialogue;
using VoiceAgent.Providers.Spoken;

namespace VoiceAgent.Runtime.Knowledge;

/// <summary>Cuts a Markdown document into passages: whole sentences under one heading, without overlap.</summary>
internal static class MarkdownPassages
{
    /// <summary>Words after which a passage ends with its sentence: about 40 s of speech, more than any answer needs.</summary>
    private const int MostWords = 100;

    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().UsePipeTables().UseYamlFrontMatter().Build();

    /// <summary>The passages in the document's order. Their score is zero.</summary>
    public static IReadOnlyList<Passage> Read(string knowledgeBase, KnowledgeDocument document)
    {
        var passages = new List<Passage>();
        var headings = new List<(int Level, string Text)>();
        var sentences = new List<string>();
        foreach (var block in Markdown.Parse(document.Markdown, Pipeline))
        {
            if (block is HeadingBlock heading)
            {
                Close();
                headings.RemoveAll(above => above.Level >= heading.Level);
                headings.Add((heading.Level, Plain(heading.Inline)));
                continue;
            }

            sentences.AddRange(Sentences(block));
        }

        Close();
        return passages;

        void Close()
        {
            foreach (var text in Pack(sentences))
            {
                passages.Add(new Passage(knowledgeBase, document.Name, string.Join(" / ", headings.Select(heading => heading.Text)), text, 0));
            }

            sentences.Clear();
        }
    }

    private static IEnumerable<string> Sentences(Block block) => block switch
    {
        Table table => Rows(table),
        ContainerBlock container => container.SelectMany(Sentences),
        FencedCodeBlock or HtmlBlock => [],
        LeafBlock { Inline: { } inline } => SentenceBoundary.Split(Plain(inline)),
        _ => [],
    };

    /// <summary>A row is said as "Check-up: price 55 dollars." where the first column names it and the head names the others.</summary>
    private static IEnumerable<string> Rows(Table table)
    {
        var rows = table.OfType<TableRow>().Select(row => row.OfType<TableCell>().Select(Cell).ToArray()).ToArray();
        var head = table.OfType<TableRow>().FirstOrDefault()?.IsHeader == true ? rows[0] : null;
        foreach (var row in head is null ? rows : rows[1..])
        {
            var cells = row.Skip(1).Select((cell, at) => head is null || head.Length <= at + 1 || head[at + 1].Length == 0 ? cell : $"{head[at + 1]} {cell}");
            yield return $"{row.FirstOrDefault("")}: {string.Join(", ", cells)}.";
        }
    }

    private static string Cell(TableCell cell) => string.Join(' ', cell.OfType<LeafBlock>().Select(leaf => Plain(leaf.Inline))).Trim();

    private static string Plain(ContainerInline? inline)
    {
        var text = new StringBuilder();
        foreach (var part in inline?.Descendants() ?? [])
        {
            _ = part switch
            {
                LiteralInline literal => text.Append(literal.Content.AsSpan()),
                CodeInline code => text.Append(code.Content),
                LineBreakInline => text.Append(' '),
                HtmlEntityInline entity => text.Append(entity.Transcoded.AsSpan()),
                AutolinkInline link => text.Append(link.Url),
                _ => text,
            };
        }

        return text.ToString().Trim();
    }

    private static IEnumerable<string> Pack(List<string> sentences)
    {
        var text = new StringBuilder();
        var words = 0;
        foreach (var sentence in sentences)
        {
            var length = sentence.Count(letter => letter == ' ') + 1;
            if (words > 0 && words + length > MostWords)
            {
                yield return text.ToString();
                text.Clear();
                words = 0;
            }

            text.Append(words == 0 ? "" : " ").Append(sentence);
            words += length;
        }

        if (words > 0)
        {
            yield return text.ToString();
        }
    }
}
