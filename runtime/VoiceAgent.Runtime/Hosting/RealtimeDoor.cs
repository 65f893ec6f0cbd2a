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

    public AgentSnapshot? Find(RealtimeCaller caller, string agent) => switchboard.Find(caller.TenantId, agent, CallChannel.Realtime);

    public RefusedCall? Check(RealtimeCaller caller, string agent) =>
        switchboard.Check(caller.TenantId, agent) is { } refused ? Refused(refused) : null;

    public async ValueTask<StartedCall> StartAsync(
        RealtimeCaller caller, string agent, IMediaEdge edge, ICallObserver observer, CancellationToken cancellationToken)
    {
        var order = new CallOrder { TenantId = caller.TenantId, Agent = agent, Channel = CallChannel.Realtime, Edge = edge, Observers = [observer] };
        try
        {
            var live = await switchboard.ConnectAsync(order, cancellationToken);
            return new StartedCall(live.Id.ToString(), live.Agent, live.Call, live.Finished);
        }
        catch (CallRefusedException refused)
        {
            throw new RefusedCallException(Refused(refused));
        }
    }

    private static RefusedCall Refused(CallRefusedException refused) =>
        new(refused.Reason.Status(), refused.Reason.Code(), refused.Message, refused.Reason.RetryAfter());
}
