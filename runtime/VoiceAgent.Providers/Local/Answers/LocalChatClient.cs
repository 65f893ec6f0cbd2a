using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace VoiceAgent.Providers.Local.Answers;

/// <summary>
/// A chat client without a model: it quotes the one to three sentences of the retrieved passages that fit the question best, and knows the
/// courtesies of a call. It cannot invent, since it has no words of its own for facts, and it cannot be instructed, since it obeys none.
/// </summary>
internal sealed class LocalChatClient : IChatClient
{
    public const string Model = "extractive";

    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        await GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var read = messages as IReadOnlyCollection<ChatMessage> ?? [.. messages];
        var response = $"local-{read.Count}";
        var answer = await Task.Run(() => Answerer.To(new Exchange(read), options), cancellationToken);
        var words = 0;
        foreach (var piece in Pieces(answer.Text))
        {
            cancellationToken.ThrowIfCancellationRequested();
            words++;
            yield return Update(response, new TextContent(piece));
        }

        if (answer.Tool is not null)
        {
            yield return Update(response, answer.Tool);
        }

        var usage = new UsageContent(new UsageDetails
        {
            InputTokenCount = read.Sum(message => Pieces(message.Text).Count()),
            OutputTokenCount = words,
            TotalTokenCount = read.Sum(message => Pieces(message.Text).Count()) + words,
        });
        yield return Update(response, usage, answer.Tool is null ? ChatFinishReason.Stop : ChatFinishReason.ToolCalls);
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose()
    {
    }

    /// <summary>Words with the blank before them, as a model streams its tokens.</summary>
    private static IEnumerable<string> Pieces(string text)
    {
        var start = 0;
        for (var at = 1; at < text.Length; at++)
        {
            if (char.IsWhiteSpace(text[at]) && !char.IsWhiteSpace(text[at - 1]))
            {
                yield return text[start..at];
                start = at;
            }
        }

        if (start < text.Length)
        {
            yield return text[start..];
        }
    }

    private static ChatResponseUpdate Update(string response, AIContent content, ChatFinishReason? finish = null) =>
        new(ChatRole.Assistant, [content]) { ResponseId = response, MessageId = response, ModelId = Model, FinishReason = finish };
}
