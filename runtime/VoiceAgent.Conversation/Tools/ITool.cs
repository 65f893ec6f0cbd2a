using Microsoft.Extensions.AI;

namespace VoiceAgent.Conversation.Tools;

/// <summary>Something that an agent can do besides talking.</summary>
public interface ITool
{
    /// <summary>What the model is told: name, purpose, JSON schema of the arguments.</summary>
    AIFunctionDeclaration Declaration { get; }

    /// <summary>How long one use may take, and what an interruption does to it.</summary>
    ToolPolicy Policy { get; }

    /// <summary>Does it.</summary>
    /// <param name="call">The model's request.</param>
    /// <param name="cancellationToken">The time is up, the call is over, or the caller interrupted a tool that may be cancelled.</param>
    /// <returns>What the model is told. A failure is a result as well: the model answers with it.</returns>
    ValueTask<ToolResult> InvokeAsync(ToolCall call, CancellationToken cancellationToken);
}

/// <summary>How one use of a tool is treated.</summary>
/// <param name="Timeout">0.5 to 60 s; after it the use has failed.</param>
/// <param name="Filler">What is said while the caller waits; null for a phrase of the language once the wait is felt.</param>
/// <param name="CancelWhenInterrupted">Whether the caller's words stop it. Otherwise it goes on, and its result enters the conversation.</param>
public sealed record ToolPolicy(TimeSpan Timeout, string? Filler = null, bool CancelWhenInterrupted = false)
{
    /// <summary>10 s, and it finishes.</summary>
    public static readonly ToolPolicy Default = new(TimeSpan.FromSeconds(10));
}

/// <summary>The model's request to use a tool.</summary>
/// <param name="CallId">The model's id of the request.</param>
/// <param name="Tool">The tool's name.</param>
/// <param name="Arguments">By name.</param>
/// <param name="IdempotencyKey">The same for every attempt at this request and for no other: a receiver that knows it must not act twice.</param>
public sealed record ToolCall(string CallId, string Tool, IReadOnlyDictionary<string, object?> Arguments, string IdempotencyKey);

/// <summary>What a tool answered.</summary>
/// <param name="Result">What the model is told.</param>
/// <param name="Succeeded">Whether the tool did what was asked.</param>
/// <param name="Effect">What it does to the call, after what is being said.</param>
/// <param name="Destination">Where the caller is handed to, for <see cref="ToolEffect.TransferCall"/>.</param>
public sealed record ToolResult(string Result, bool Succeeded, ToolEffect Effect = ToolEffect.None, string? Destination = null)
{
    /// <summary>The tool could not do it; the text says why, and is told to the model.</summary>
    public static ToolResult Failed(string why) => new(why, Succeeded: false);
}

/// <summary>What a tool does to the call itself.</summary>
public enum ToolEffect
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The call ends.</summary>
    EndCall,

    /// <summary>The caller is handed over.</summary>
    TransferCall,
}
