using VoiceAgent.Conversation.Agents;
using VoiceAgent.Conversation.Calls;
using VoiceAgent.Conversation.Playout;
using VoiceAgent.Runtime.Calls;
using VoiceAgent.Runtime.Calls.Records;
using VoiceAgent.Runtime.Realtime.Handshake;
using VoiceAgent.Runtime.Tenancy;

namespace VoiceAgent.Runtime.Hosting;

/// <summary>Hangs the Realtime door in: its questions go to the switchboard and to whoever knows the keys.</summary>
internal sealed class RealtimeDoor(Switchboard switchboard, ICredentialVerifier verifier) : IRealtimeCalls, IRealtimeAccess
{
    public async ValueTask<RealtimeCaller?> VerifyAsync(string key, CancellationToken cancellationToken) =>
        await verifier.VerifyAsync(key, cancellationToken) is { } grant ? new RealtimeCaller(grant.TenantId, grant.Subject) : null;

    public ValueTask<AgentSnapshot?> FindAsync(RealtimeCaller caller, string agent, CancellationToken cancellationToken) =>
        new(switchboard.Find(caller.TenantId, agent, CallChannel.Realtime));

    public async ValueTask<CallAdmission> AdmitAsync(RealtimeCaller caller, string agent, CancellationToken cancellationToken)
    {
        try
        {
            return new CallAdmission.Admitted(new AdmittedCall(await switchboard.AdmitAsync(caller.TenantId, agent, CallChannel.Realtime)));
        }
        catch (CallRefusedException refused)
        {
            return refused.Reason == CallRefusal.AgentNotFound
                ? new CallAdmission.UnknownAgent()
                : new CallAdmission.Refused(refused.Reason.Status(), refused.Reason.Code(), refused.Message, refused.Reason.RetryAfter());
        }
    }

    private sealed class AdmittedCall(CallPlace place) : IAdmittedCall
    {
        private const int PlayoutRate = 24_000;

        public string CallId => place.CallId.ToString();

        public AgentSnapshot Agent => place.Agent;

        public ValueTask<ICall> StartAsync(IMediaEdge edge, ICallObserver observer, CancellationToken cancellationToken) =>
            place.StartAsync(edge, PlayoutRate, [observer], cancellationToken);

        public ValueTask DisposeAsync() => place.DisposeAsync();
    }
}
