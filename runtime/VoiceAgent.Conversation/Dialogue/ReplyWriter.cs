using Microsoft.Extensions.AI;
using VoiceAgent.Conversation.Agents;
using VoiceAgent.Conversation.Failover;
using VoiceAgent.Conversation.Tools;

namespace VoiceAgent.Conversation.Dialogue;

/// <summary>What is told while a reply is written. Called on the writing task.</summary>
internal interface IReplyProgress : IToolProgress
{
    void KnowledgeFound();

    ValueTask TextAsync(string delta, CancellationToken cancellationToken);
}

/// <summary>Step 5 of a call: looks things up, asks the model, runs the tools it asks for, and gives its text away as it comes.</summary>
internal sealed class ReplyWriter(AgentSnapshot agent, IChatClient model, IKnowledge knowledge, ToolSet tools, IProviderObserver observer, TimeProvider time)
{
    /// <summary>Writes one reply.</summary>
    /// <param name="history">The conversation as heard. Not changed.</param>
    /// <param name="question">What to look up; empty for nothing.</param>
    /// <param name="progress">Told of everything as it happens.</param>
    /// <param name="cancellationToken">Cuts the reply.</param>
    /// <exception cref="ProviderException">The model, or the last of a chain of them, failed.</exception>
    public async Task<ReplyUsage> WriteAsync(List<ChatMessage> history, string question, IReplyProgress progress, CancellationToken cancellationToken)
    {
        var passages = await LookUpAsync(question, cancellationToken);
        progress.KnowledgeFound();
        var messages = Prompt.Build(agent, history, passages);
        var usage = ReplyUsage.None;
        for (var step = 0; ; step++)
        {
            var round = await AskAsync(messages, Options(lastRound: step >= agent.MaxToolSteps), progress, cancellationToken);
            usage = usage with { InputTokens = usage.InputTokens + round.InputTokens, OutputTokens = usage.OutputTokens + round.OutputTokens };
            if (!await UseToolsAsync(round, messages, progress, cancellationToken) || step >= agent.MaxToolSteps)
            {
                return usage;
            }
        }
    }

    private async Task<IReadOnlyList<Passage>> LookUpAsync(string question, CancellationToken cancellationToken)
    {
        if (question.Length == 0)
        {
            return [];
        }

        using var deadline = new Deadline(agent.Waits.Knowledge, time, cancellationToken);
        try
        {
            return await knowledge.SearchAsync(question, deadline.Token);
        }
        catch (OperationCanceledException) when (deadline.Missed)
        {
            return [];
        }
    }

    private async Task<Round> AskAsync(List<ChatMessage> messages, ChatOptions options, IReplyProgress progress, CancellationToken cancellationToken)
    {
        var round = new Round();
        await foreach (var update in model.GetStreamingResponseAsync(messages, options, cancellationToken).WithCancellation(cancellationToken))
        {
            round.Add(update);
            if (update.Text is { Length: > 0 } text)
            {
                await progress.TextAsync(text, cancellationToken);
            }
        }

        return round;
    }

    // True when the model should be asked again, now that it has results.
    private async Task<bool> UseToolsAsync(Round round, List<ChatMessage> messages, IReplyProgress progress, CancellationToken cancellationToken)
    {
        if (round.Calls.Count == 0)
        {
            return false;
        }

        var results = await tools.UseAsync(round.Calls, progress, cancellationToken);
        foreach (var (call, result) in round.Calls.Zip(results))
        {
            messages.Add(new ChatMessage(ChatRole.Assistant, [call]));
            messages.Add(new ChatMessage(ChatRole.Tool, [new FunctionResultContent(call.CallId, result.Result)]));
        }

        // Whoever said goodbye and hung up has nothing to add.
        return !(round.Spoke && results.All(result => result.Succeeded && result.Effect != ToolEffect.None));
    }

    private ChatOptions Options(bool lastRound) => new()
    {
        ModelId = agent.Model,
        Temperature = agent.Temperature,
        MaxOutputTokens = agent.MaxOutputTokens,
        Tools = tools.Declarations.Count > 0 ? [.. tools.Declarations] : null,
        AdditionalProperties = new() { [FailoverChatClient.ObserverKey] = observer },
        ToolMode = lastRound ? ChatToolMode.None : null,
    };

    private sealed class Round
    {
        public List<FunctionCallContent> Calls { get; } = [];

        public bool Spoke { get; private set; }

        public long InputTokens { get; private set; }

        public long OutputTokens { get; private set; }

        public void Add(ChatResponseUpdate update)
        {
            Spoke |= update.Text.Length > 0;
            Calls.AddRange(update.Contents.OfType<FunctionCallContent>());
            foreach (var usage in update.Contents.OfType<UsageContent>())
            {
                InputTokens += usage.Details.InputTokenCount ?? 0;
                OutputTokens += usage.Details.OutputTokenCount ?? 0;
            }
        }
    }
}
