using VoiceAgent.Conversation;
using VoiceAgent.Conversation.Agents;
using VoiceAgent.Conversation.Calls;
using VoiceAgent.Resources.Objects;
using VoiceAgent.Resources.VoiceAgents;
using VoiceAgent.Runtime.Calls.Journal;
using VoiceAgent.Runtime.Calls.Recording;
using VoiceAgent.Runtime.Calls.Records;
using VoiceAgent.Runtime.Calls.Setup;
using VoiceAgent.Runtime.Catalog;
using VoiceAgent.Runtime.Telemetry;

namespace VoiceAgent.Runtime.Calls;

/// <summary>
/// Connects callers with agents. Every door - the Realtime socket, later the telephone - asks here, so that limits, records and recordings
/// hold for all:
/// <code>
///  door ─1─► Connect ─2─► CallPlace ─3─► engine ─4─► journal, recording, metrics
///            (agent,       (a slot,       (the        └─5─► finished: the place is left when everything is safe
///             limits)       frozen setup)  session)
/// </code>
/// </summary>
internal sealed class Switchboard(ICatalog catalog, CallSetups setups, LiveCalls live, HostIdentity host, SwitchboardParts parts)
{
    /// <summary>The agent as a call would see it now; null when the tenant has none of this name that can take calls.</summary>
    public AgentSnapshot? Find(string tenantId, string agent, CallChannel channel) =>
        catalog.Current.FindAgent(tenantId, agent) is { CanTakeCalls: true, Resource.Spec.Pipeline.Cascade: not null } entry
            ? setups.Preview(entry, channel)
            : null;

    /// <summary>Why a call to this agent would be refused now; null when it would be taken. For a door that must answer before it has a line.</summary>
    public CallRefusedException? Check(string tenantId, string agent)
    {
        try
        {
            var entry = FindReady(tenantId, agent);
            if (live.Refuses(tenantId, agent, MostOfAgent(entry), MostOfTenant(tenantId)) is { } reason)
            {
                throw Refusal(reason);
            }

            return null;
        }
        catch (CallRefusedException refused)
        {
            Count(refused);
            return refused;
        }
    }

    /// <summary>
    /// Gives a call its place and starts it. The call ends by <see cref="ICall.HangUp"/>, whoever says so first; everything after that
    /// is done here.
    /// </summary>
    /// <exception cref="CallRefusedException">There is no such agent, or no place.</exception>
    /// <exception cref="ProviderException">A provider could not be opened; the record says so, and nothing is left running.</exception>
    public async ValueTask<LiveCall> ConnectAsync(CallOrder order, CancellationToken cancellationToken)
    {
        var place = await AdmitAsync(order);
        try
        {
            var call = await place.StartAsync(order, cancellationToken);
            _ = Task.Run(() => EndWithAsync(call, place), CancellationToken.None);
            return new LiveCall(place.CallId, place.Agent, call, place.Finished);
        }
        catch
        {
            await place.DisposeAsync();
            throw;
        }
    }

    private static async Task EndWithAsync(ICall call, CallPlace place)
    {
        await call.Completion;
        await place.DisposeAsync();
    }

    private async ValueTask<CallPlace> AdmitAsync(CallOrder order)
    {
        try
        {
            return await EnterAsync(order);
        }
        catch (CallRefusedException refused)
        {
            Count(refused);
            throw;
        }
    }

    private async ValueTask<CallPlace> EnterAsync(CallOrder order)
    {
        var entry = FindReady(order.TenantId, order.Agent);
        var now = parts.Time.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        var prepared = await PrepareAsync(entry, id, order.Channel);
        var record = new CallRecord
        {
            TenantId = order.TenantId,
            Id = id,
            Agent = entry.Name,
            AgentRevision = entry.Revision,
            Language = prepared.Agent.Language,
            Channel = order.Channel,
            Host = host.Name,
            StartedAt = now,
            LastSeenAt = now,
        };
        var place = new CallPlace(record, prepared, Works(entry, order.Channel));
        if (live.TryEnter(place, MostOfAgent(entry), MostOfTenant(order.TenantId)) is { } refusal)
        {
            await prepared.DisposeAsync();
            throw Refusal(refusal);
        }

        return place;
    }

    private void Count(CallRefusedException refused) => parts.Metrics.CallsRefused.WithLabels(refused.Reason.Code()).Inc();

    private AgentEntry FindReady(string tenantId, string agent)
    {
        if (live.IsDraining)
        {
            throw Refusal(CallRefusal.Draining);
        }

        var entry = catalog.Current.FindAgent(tenantId, agent) ?? throw Refusal(CallRefusal.AgentNotFound);
        return entry.CanTakeCalls
            ? entry
            : throw new CallRefusedException(CallRefusal.AgentNotReady, $"The agent is not ready: {entry.Find(ConditionTypes.RefsResolved)?.Message}");
    }

    private static int? MostOfAgent(AgentEntry entry) => entry.Resource.Spec.Limits.MaxConcurrentCalls;

    private int? MostOfTenant(string tenantId) => catalog.Current.Tenants.GetValueOrDefault(tenantId)?.Resource.Spec.Quota.MaxConcurrentCalls;

    private async ValueTask<PreparedCall> PrepareAsync(AgentEntry entry, Guid id, CallChannel channel)
    {
        try
        {
            return await setups.PrepareAsync(entry, id, channel);
        }
        catch (ProviderException exception)
        {
            throw new CallRefusedException(CallRefusal.AgentNotReady, exception.Message);
        }
    }

    private CallWorks Works(AgentEntry entry, CallChannel channel)
    {
        var spec = entry.Resource.Spec;

        // What must be blotted out before it is stored is not stored at all as long as nothing here can blot.
        var mustRedact = spec.Redaction.Entities.Count > 0;
        return new CallWorks(
            parts.Engine,
            parts.Journal,
            parts.Recordings,
            live,
            new CallMetrics(parts.Metrics, entry.TenantId!, entry.Name, channel.ToString().ToLowerInvariant()),
            parts.Time,
            KeepsText: spec.Recording.Mode != RecordingMode.Disabled && !mustRedact,
            KeepsAudio: spec.Recording.Mode == RecordingMode.AudioAndTranscript && !mustRedact);
    }

    private static CallRefusedException Refusal(CallRefusal reason) => new(reason, reason switch
    {
        CallRefusal.AgentNotFound => "There is no agent of this name.",
        CallRefusal.AgentNotReady => "The agent is not ready.",
        CallRefusal.AgentBusy => "The agent holds as many calls as its limits.maxConcurrentCalls allows.",
        CallRefusal.TenantBusy => "The tenant holds as many calls as its quota.maxConcurrentCalls allows.",
        CallRefusal.AtCapacity => "The server holds as many calls as it can.",
        CallRefusal.Draining => "The server is about to stop and takes no further call.",
        _ => throw new ArgumentOutOfRangeException(nameof(reason)),
    });
}

/// <summary>What the switchboard hands on to every call.</summary>
internal sealed record SwitchboardParts(
    ICallFactory Engine, JournalWriter Journal, RecordingWriter Recordings, RuntimeMetrics Metrics, TimeProvider Time);
