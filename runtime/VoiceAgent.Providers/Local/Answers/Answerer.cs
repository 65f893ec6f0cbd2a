using Microsoft.Extensions.AI;
using VoiceAgent.Providers.Spoken;

namespace VoiceAgent.Providers.Local.Answers;

/// <summary>What to say and which tool to call.</summary>
internal sealed record Answer(string Text, FunctionCallContent? Tool = null);

/// <summary>Decides the answer to a conversation. The same conversation always gets the same answer.</summary>
internal static class Answerer
{
    public static Answer To(Exchange exchange, ChatOptions? options) => exchange.ToolResult is { } result
        ? AfterTool(result)
        : Intents.Of(exchange.Words) switch
        {
            Intent.Unclear => new Answer(Next(Replies.Unclear, exchange)),
            Intent.Repeat => new Answer(Repeated(exchange)),
            Intent.Goodbye => new Answer(Replies.Goodbye, Tools.EndCall(options, exchange)),
            Intent.Person => Transfer(exchange, options),
            Intent.Thanks => new Answer(Replies.Welcome),
            Intent.Greeting => new Answer(Replies.Greeting),
            Intent.Identity => new Answer(Replies.Identity),
            Intent.Yes => Offered(exchange, Replies.OfferTransfer) ? Transfer(exchange, options) : new Answer(Replies.AskQuestion),
            Intent.No => Offered(exchange, Replies.Welcome) ? new Answer(Replies.Goodbye, Tools.EndCall(options, exchange)) : new Answer(Replies.AskMore),
            _ => FromPassages(exchange, options),
        };

    private static Answer FromPassages(Exchange exchange, ChatOptions? options)
    {
        if (SentenceChooser.Choose(exchange) is { Count: > 0 } sentences)
        {
            return new Answer(string.Join(' ', sentences));
        }

        if (!exchange.Words.Any(word => !EnglishWords.IsFunction(word)))
        {
            return new Answer(Next(Replies.Unclear, exchange));
        }

        var unknown = Next(Replies.Unknown, exchange);
        return new Answer(Tools.Transfer(options, exchange) is null ? $"{unknown} {Topics(exchange)}".TrimEnd() : $"{unknown} {Replies.OfferTransfer}");
    }

    private static Answer Transfer(Exchange exchange, ChatOptions? options)
    {
        if (Tools.Transfer(options, exchange) is { } tool)
        {
            return new Answer(Replies.Transfer, tool);
        }

        var contact = exchange.Passages.SelectMany(passage => SentenceBoundary.Split(passage.Text)).FirstOrDefault(IsContact);
        return new Answer(contact is null ? Replies.NoTransfer : $"{Replies.NoTransfer} {contact}");
    }

    private static Answer AfterTool(FunctionResultContent result) =>
        result.Exception is null && result.Result?.ToString()?.Contains("error", StringComparison.OrdinalIgnoreCase) != true
            ? new Answer("")
            : new Answer(Replies.TransferFailed);

    private static string Repeated(Exchange exchange) => exchange.Heard.LastOrDefault() is { } heard
        ? heard.Replace("[interrupted]", "", StringComparison.OrdinalIgnoreCase).Trim()
        : Replies.NothingToRepeat;

    private static string Topics(Exchange exchange)
    {
        var topics = exchange.Passages.Select(passage => passage.Heading.Split(" / ")[0].ToLowerInvariant()).Where(topic => topic.Length > 0).Distinct().Take(3).ToArray();
        return topics.Length == 0 ? "" : $"You can ask me about {string.Join(" or ", topics)}.";
    }

    private static bool IsContact(string sentence)
    {
        var words = SpokenEnglish.Words(sentence);
        return words.Any(word => word is "telephone" or "phone" or "email" or "desk" or "reception");
    }

    private static bool Offered(Exchange exchange, string offer) => exchange.Heard.LastOrDefault()?.Contains(offer, StringComparison.Ordinal) == true;

    /// <summary>The wording after the one heard last, so that nobody hears the same twice in a row.</summary>
    private static string Next(IReadOnlyList<string> wordings, Exchange exchange)
    {
        var last = exchange.Heard.LastOrDefault("");
        for (var at = 0; at < wordings.Count; at++)
        {
            if (last.Contains(wordings[at], StringComparison.Ordinal))
            {
                return wordings[(at + 1) % wordings.Count];
            }
        }

        return wordings[0];
    }
}
