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
        BuiltInTools = [new BuiltInTool(BuiltInToolKind.EndCall, "end_call", "Ends the call.", new Dictionary<string, string>())],
    };

    /// <summary>Set to refuse every caller.</summary>
    public CallAdmission.Refused? Refusal { get; set; }

    /// <summary>Set to let every start fail.</summary>
    public Exception? StartFailure { get; set; }

    /// <summary>Places taken and not yet given back.</summary>
    public int Places => Volatile.Read(ref _places);

    private int _places;

    public async Task<ScriptedCall> NextAsync()
    {
        using var patience = new CancellationTokenSource(Patience.Long, TimeProvider.System);
        return await _started.Reader.ReadAsync(patience.Token);
    }

    public ValueTask<RealtimeCaller?> VerifyAsync(string key, CancellationToken cancellationToken) =>
        new(key == Key ? new RealtimeCaller("brightsmile", "test-key") : null);

    public ValueTask<AgentSnapshot?> FindAsync(RealtimeCaller caller, string agent, CancellationToken cancellationToken) =>
        new(agent == Reception.Name ? Reception : null);

    public ValueTask<CallAdmission> AdmitAsync(RealtimeCaller caller, string agent, CancellationToken cancellationToken)
    {
        if (agent != Reception.Name)
        {
            return new(new CallAdmission.UnknownAgent());
        }

        if (Refusal is not null)
        {
            return new(Refusal);
        }

        Interlocked.Increment(ref _places);
        return new(new CallAdmission.Admitted(new Place(this)));
    }

    private sealed class Place(ScriptedCalls owner) : IAdmittedCall
    {
        public string CallId => "call_test";

        public AgentSnapshot Agent => Reception;

        public ValueTask<ICall> StartAsync(IMediaEdge edge, ICallObserver observer, CancellationToken cancellationToken)
        {
            if (owner.StartFailure is { } failure)
            {
                throw failure;
            }

            var call = new ScriptedCall(edge, observer);
            owner._started.Writer.TryWrite(call);
            return new(call);
        }

        public ValueTask DisposeAsync()
        {
            Interlocked.Decrement(ref owner._places);
            return ValueTask.CompletedTask;
        }
    }
}
