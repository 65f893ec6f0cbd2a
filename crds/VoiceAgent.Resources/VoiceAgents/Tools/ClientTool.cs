
namespace VoiceAgent.Resources.VoiceAgents.Tools;

/// <summary>Something that the program at the caller's end does, asked over the realtime socket.</summary>
public sealed record ClientTool
{
    /// <summary>Whether the agent waits for its result.</summary>
    public ClientResult Result { get; init; } = ClientResult.Awaited;
}

/// <summary>What becomes of the result of a client's tool.</summary>
public enum ClientResult
{
    /// <summary>The agent waits for it.</summary>
    Awaited,

    /// <summary>The agent goes on at once.</summary>
    Ignored,
}
