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
    private const int PlayoutRate = 24_000;

    public async ValueTask<RealtimeCaller?> VerifyAsync(string key, CancellationToken cancellationToken) =>
        await verifier.VerifyAsync(key, cancellationToken) is { } grant ? new RealtimeCaller(grant.TenantId, grant.Subject) : null;

    public AgentSnapshot? Find(RealtimeCaller caller, string agent) => switchboard.Find(caller.TenantId, agent, CallChannel.Realtime);

    public RefusedCall? Check(RealtimeCaller caller, string agent) => switchboard.Check(caller.TenantId, agent) is { } refused ? Refusal(refused) : null;

    public async ValueTask<StartedCall> StartAsync(
        RealtimeCaller caller, string agent, IMediaEdge edge, ICallObserver observer, CancellationToken cancellationToken)
    {
        var place = await AdmitAsync(caller, agent);
        try
        {
            var call = await place.StartAsync(edge, PlayoutRate, [observer], cancellationToken);
            return new StartedCall(place.CallId.ToString(), place.Agent, call, FinishAsync(place, call));
        }
        catch
        {
            await place.DisposeAsync();
            throw;
        }
    }

    private async ValueTask<CallPlace> AdmitAsync(RealtimeCaller caller, string agent)
    {
        try
        {
            return await switchboard.AdmitAsync(caller.TenantId, agent, CallChannel.Realtime);
        }
        catch (CallRefusedException refused)
        {
            throw new RefusedCallException(Refusal(refused));
        }
    }

    // The place is given up as soon as the call is over, whoever ended it.
    private static async Task FinishAsync(CallPlace place, ICall call)
    {
        await call.Completion;
        await place.DisposeAsync();
        await place.Finished;
    }

    private static RefusedCall Refusal(CallRefusedException refused) =>
        new(refused.Reason.Status(), refused.Reason.Code(), refused.Message, refused.Reason.RetryAfter());
}
