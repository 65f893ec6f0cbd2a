using System.Threading.Channels;
using VoiceAgent.Conversation.Agents;
using VoiceAgent.Conversation.Calls;
using VoiceAgent.Conversation.Playout;
using VoiceAgent.Conversation.Speech;
using VoiceAgent.Conversation.Transcription;
using VoiceAgent.Runtime.Realtime.Handshake;

namespace VoiceAgent.Runtime.Tests.Realtime.Toolbox;

/// <summary>One tenant with one agent, <c>reception</c>, whose calls the test plays.</summary>
internal sealed class ScriptedCalls : IRealtimeCalls, IRealtimeAccess
{
    public const string Key = "sk-test-1234567890";

    private readonly Channel<ScriptedCall> _started = Channel.CreateUnbounded<ScriptedCall>();

    public static readonly AgentSnapshot Reception = new()
    {
        Name = "reception",
        Revision = "0123abcd",
        Prompt = "A secret prompt.",
        Transcription = new TranscriptionOptions(null, "en-US", SpeechVocabulary.None, new Dictionary<string, string>()),
        Speech = new SpeechOptions(null, "slt", "en-US", 100, new Dictionary<string, string>()),
        BuiltInTools = [new BuiltInTool(BuiltInToolKind.EndCall, "end_call", "Ends the call.")],
    };

    /// <summary>Set to refuse every caller.</summary>
    public RefusedCall? Refusal { get; set; }

    /// <summary>Set to let every start fail.</summary>
    public Exception? StartFailure { get; set; }

    /// <summary>Calls started and not yet finished.</summary>
    public int Places => Volatile.Read(ref _places);

    private int _places;

    public async Task<ScriptedCall> NextAsync()
    {
        using var patience = new CancellationTokenSource(Patience.Long, TimeProvider.System);
        return await _started.Reader.ReadAsync(patience.Token);
    }

    public ValueTask<RealtimeCaller?> VerifyAsync(string key, CancellationToken cancellationToken) =>
        new(key == Key ? new RealtimeCaller("brightsmile", "test-key") : null);

    public AgentSnapshot? Find(RealtimeCaller caller, string agent) => agent == Reception.Name ? Reception : null;

    public RefusedCall? Check(RealtimeCaller caller, string agent) =>
        agent == Reception.Name ? Refusal : new RefusedCall(404, "agent_not_found", "There is no such agent.");

    public ValueTask<StartedCall> StartAsync(RealtimeCaller caller, string agent, IMediaEdge edge, ICallObserver observer, CancellationToken cancellationToken)
    {
        if (StartFailure is { } failure)
        {
            throw failure;
        }

        Interlocked.Increment(ref _places);
        var call = new ScriptedCall(edge, observer);
        _started.Writer.TryWrite(call);
        return new(new StartedCall("call_test", Reception, call, FinishAsync(call)));
    }

    private async Task FinishAsync(ScriptedCall call)
    {
        await call.Completion;
        await call.DisposeAsync();
        Interlocked.Decrement(ref _places);
    }
}
