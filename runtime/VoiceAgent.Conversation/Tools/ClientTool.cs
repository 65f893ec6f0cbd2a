using System.Collections.Concurrent;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.Extensions.AI;

namespace VoiceAgent.Conversation.Tools;

/// <summary>Where answers of the program at the caller's end arrive.</summary>
internal sealed class ClientAnswers
{
    private readonly ConcurrentDictionary<string, Channel<string>> _waiting = new();

    /// <summary>Waits for the answer to one request.</summary>
    public async Task<string> WaitAsync(string callId, CancellationToken cancellationToken)
    {
        var answer = _waiting.GetOrAdd(callId, _ => Channel.CreateBounded<string>(1));
        try
        {
            return await answer.Reader.ReadAsync(cancellationToken);
        }
        finally
        {
            _waiting.TryRemove(callId, out _);
        }
    }

    /// <summary>Takes an answer.</summary>
    /// <returns>False when nobody waits for it.</returns>
    public bool Answer(string callId, string output) => _waiting.TryGetValue(callId, out var waiting) && waiting.Writer.TryWrite(output);
}

/// <summary>Something that the program at the caller's end does: it learns of the request by the <c>ToolStarted</c> event and answers through the edge.</summary>
internal sealed class ClientTool(string name, string description, JsonElement parameters, ToolPolicy policy, bool awaited, ClientAnswers answers) : ITool
{
    public AIFunctionDeclaration Declaration { get; } = AIFunctionFactory.CreateDeclaration(name, description, parameters);

    public ToolPolicy Policy => policy;

    public async ValueTask<ToolResult> InvokeAsync(ToolCall call, CancellationToken cancellationToken)
    {
        if (!awaited)
        {
            return new ToolResult("It was passed on.", Succeeded: true);
        }

        return new ToolResult(await answers.WaitAsync(call.CallId, cancellationToken), Succeeded: true);
    }
}
