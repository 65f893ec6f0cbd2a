using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace VoiceAgent.Testing.Calls;

/// <summary>Answers from a script, word by word, and keeps what it was asked.</summary>
public sealed class ScriptedModel(TimeProvider time) : IChatClient
{
    private readonly ConcurrentQueue<Func<IEnumerable<AIContent>>> _answers = new();

    /// <summary>From the request to the first word.</summary>
    public TimeSpan FirstTokenDelay { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Time that passes once in the middle of an answer, after its first sentence.</summary>
    public TimeSpan PauseAfterSentence { get; set; }

    /// <summary>Every list of messages that the model was given.</summary>
    public ConcurrentQueue<IReadOnlyList<ChatMessage>> Asked { get; } = new();

    /// <summary>The next answer.</summary>
    public void Answer(string text) => _answers.Enqueue(() => text.Split(' ').Select((word, i) => new TextContent(i == 0 ? word : " " + word)));

    /// <summary>The next answer asks for a tool, after these words.</summary>
    public void Call(string tool, string words = "", string id = "call-1") => _answers.Enqueue(() =>
        [.. words.Length > 0 ? [new TextContent(words)] : Array.Empty<AIContent>(), new FunctionCallContent(id, tool, new Dictionary<string, object?>())]);

    /// <summary>The next answer fails.</summary>
    public void Fail(Exception exception) => _answers.Enqueue(() => throw exception);

    /// <summary>The next answer breaks off.</summary>
    public void AnswerThenFail(string text, Exception exception) => _answers.Enqueue(() => BreakOff(text, exception));

    /// <summary>The next answer never comes.</summary>
    public void Hang() => _answers.Enqueue(() => null!);

    /// <inheritdoc/>
    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        Asked.Enqueue([.. messages]);
        await Task.Delay(FirstTokenDelay, time, cancellationToken);
        var contents = _answers.TryDequeue(out var answer) ? answer() : [new TextContent("I have no answer to that.")];
        if (contents is null)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, time, cancellationToken);
        }

        foreach (var content in contents!)
        {
            yield return new ChatResponseUpdate(ChatRole.Assistant, [content]);
            if (PauseAfterSentence > TimeSpan.Zero && content is TextContent { Text: [.., '.'] })
            {
                // The sentence is complete for whoever cuts the text only with the space that follows.
                yield return new ChatResponseUpdate(ChatRole.Assistant, [new TextContent(" ")]);
                await Task.Delay(PauseAfterSentence, time, cancellationToken);
                PauseAfterSentence = TimeSpan.Zero;
            }
        }

        yield return new ChatResponseUpdate(ChatRole.Assistant, [new UsageContent(new UsageDetails { InputTokenCount = 10, OutputTokenCount = 5 })]);
    }

    /// <inheritdoc/>
    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    private static IEnumerable<AIContent> BreakOff(string text, Exception exception)
    {
        yield return new TextContent(text);
        throw exception;
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
