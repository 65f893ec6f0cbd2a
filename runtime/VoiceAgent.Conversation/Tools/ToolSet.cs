using Microsoft.Extensions.AI;

namespace VoiceAgent.Conversation.Tools;

/// <summary>What is told while a tool is used. Called on the tool's task.</summary>
internal interface IToolProgress
{
    void ToolStarted(FunctionCallContent call, ToolPolicy policy);

    void ToolEnded(FunctionCallContent call, ToolResult result);
}

/// <summary>
/// The tools of one call. Several are used side by side; each has its time, and an interruption of the speech does not undo what a tool has begun, unless the tool allows it.
/// </summary>
internal sealed class ToolSet : IDisposable
{
    private readonly Dictionary<string, ITool> _tools;
    private readonly TimeProvider _time;
    private readonly string _callKey = Guid.CreateVersion7().ToString("N");
    private readonly CancellationTokenSource _callOver = new();

    /// <param name="tools">Names must differ.</param>
    /// <param name="time">For the tools' deadlines.</param>
    public ToolSet(IEnumerable<ITool> tools, TimeProvider time)
    {
        _tools = tools.ToDictionary(tool => tool.Declaration.Name);
        _time = time;
        Declarations = [.. _tools.Values.Select(tool => tool.Declaration)];
    }

    /// <summary>What the model is offered.</summary>
    public IList<AITool> Declarations { get; }

    /// <summary>Uses every tool that the model asked for, side by side.</summary>
    /// <param name="calls">The requests of one round.</param>
    /// <param name="progress">Told of every start and end, also after <paramref name="interrupted"/>.</param>
    /// <param name="interrupted">The caller interrupted; the wait ends, tools that may not be stopped go on.</param>
    /// <returns>The results, in the order of the requests.</returns>
    public Task<ToolResult[]> UseAsync(IReadOnlyList<FunctionCallContent> calls, IToolProgress progress, CancellationToken interrupted) =>
        Task.WhenAll(calls.Select(call => UseAsync(call, progress, interrupted))).WaitAsync(interrupted);

    /// <summary>The call is over: whatever still runs is stopped.</summary>
    public void Dispose()
    {
        _callOver.Cancel();
        _callOver.Dispose();
    }

    private async Task<ToolResult> UseAsync(FunctionCallContent call, IToolProgress progress, CancellationToken interrupted)
    {
        if (!_tools.TryGetValue(call.Name, out var tool))
        {
            progress.ToolStarted(call, ToolPolicy.Default);
            return End(ToolResult.Failed($"There is no tool named {call.Name}. The tools are: {string.Join(", ", _tools.Keys)}."));
        }

        progress.ToolStarted(call, tool.Policy);
        return End(await InvokeAsync(tool, call, interrupted));

        ToolResult End(ToolResult result)
        {
            progress.ToolEnded(call, result);
            return result;
        }
    }

    private async Task<ToolResult> InvokeAsync(ITool tool, FunctionCallContent call, CancellationToken interrupted)
    {
        using var stopped = CancellationTokenSource.CreateLinkedTokenSource(_callOver.Token, tool.Policy.CancelWhenInterrupted ? interrupted : CancellationToken.None);
        using var deadline = new Deadline(tool.Policy.Timeout, _time, stopped.Token);
        try
        {
            var arguments = call.Arguments as IReadOnlyDictionary<string, object?> ?? new Dictionary<string, object?>(call.Arguments ?? new Dictionary<string, object?>());
            return await tool.InvokeAsync(new ToolCall(call.CallId, call.Name, arguments, IdempotencyKey(call)), deadline.Token);
        }
        catch (OperationCanceledException) when (deadline.Missed)
        {
            return ToolResult.Failed($"{call.Name} did not answer within {tool.Policy.Timeout.TotalSeconds:0.#} s. Do not assume that it was done.");
        }
        catch (OperationCanceledException) when (stopped.IsCancellationRequested)
        {
            return ToolResult.Failed($"{call.Name} was stopped because the caller interrupted.");
        }
        catch (Exception exception)
        {
            // The text of a foreign exception may hold what the caller said; its kind is enough for the model and the record.
            return ToolResult.Failed($"{call.Name} failed ({exception.GetType().Name}).");
        }
    }

    private string IdempotencyKey(FunctionCallContent call) => $"{_callKey}-{call.CallId}";
}
