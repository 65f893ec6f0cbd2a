using Microsoft.Extensions.Options;
using VoiceAgent.Runtime.Telemetry;

namespace VoiceAgent.Runtime.Calls;

/// <summary>The calls that this process holds. Decides about places, and knows when the last call and the last record are done.</summary>
internal sealed class LiveCalls(IOptions<CallOptions> options, RuntimeMetrics metrics)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, CallPlace> _active = [];
    private readonly Dictionary<Guid, CallPlace> _finishing = [];
    private TaskCompletionSource? _empty;
    private bool _draining;

    /// <summary>No further call is taken.</summary>
    public bool IsDraining => Volatile.Read(ref _draining);

    /// <summary>Calls that are under way.</summary>
    public int Active => Locked(() => _active.Count);

    /// <summary>Calls that are under way, and those over whose record or recording is not safe yet.</summary>
    public int Unfinished => Locked(() => _active.Count + _finishing.Count);

    /// <summary>The calls under way at this moment.</summary>
    public IReadOnlyList<CallPlace> Snapshot() => Locked<IReadOnlyList<CallPlace>>(() => [.. _active.Values]);

    /// <summary>Why a call would get no place now; null when it would.</summary>
    public CallRefusal? Refuses(string tenantId, string agent, int? mostOfAgent, int? mostOfTenant) =>
        Locked(() => RefusalOf(tenantId, agent, mostOfAgent, mostOfTenant));

    /// <summary>Takes a place, or says why there is none.</summary>
    public CallRefusal? TryEnter(CallPlace place, int? mostOfAgent, int? mostOfTenant)
    {
        lock (_gate)
        {
            var refusal = RefusalOf(place.TenantId, place.Agent.Name, mostOfAgent, mostOfTenant);
            if (refusal is null)
            {
                _active.Add(place.CallId, place);
                Measure();
            }

            return refusal;
        }
    }

    /// <summary>The call is over; its record and recording are being finished.</summary>
    public void Finishing(CallPlace place)
    {
        lock (_gate)
        {
            if (_active.Remove(place.CallId))
            {
                _finishing.Add(place.CallId, place);
                Measure();
            }
        }
    }

    /// <summary>Nothing is left to do for the call.</summary>
    public void Leave(CallPlace place)
    {
        lock (_gate)
        {
            _active.Remove(place.CallId);
            _finishing.Remove(place.CallId);
            Measure();
            if (_active.Count + _finishing.Count == 0)
            {
                _empty?.TrySetResult();
                _empty = null;
            }
        }
    }

    /// <summary>Takes no further call.</summary>
    public void Drain()
    {
        lock (_gate)
        {
            _draining = true;
            Measure();
        }
    }

    /// <summary>Completes when no call is left, not even an unfinished one.</summary>
    public Task EmptyAsync()
    {
        lock (_gate)
        {
            return _active.Count + _finishing.Count == 0
                ? Task.CompletedTask
                : (_empty ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }

    private CallRefusal? RefusalOf(string tenantId, string agent, int? mostOfAgent, int? mostOfTenant)
    {
        var ofTenant = _active.Values.Where(other => other.TenantId == tenantId).ToList();
        return _draining ? CallRefusal.Draining
            : mostOfAgent <= ofTenant.Count(other => other.Agent.Name == agent) ? CallRefusal.AgentBusy
            : mostOfTenant <= ofTenant.Count ? CallRefusal.TenantBusy
            : options.Value.Most <= _active.Count ? CallRefusal.AtCapacity
            : null;
    }

    private void Measure()
    {
        metrics.Slots.WithLabels("active").Set(_active.Count);
        metrics.Slots.WithLabels("finishing").Set(_finishing.Count);
        metrics.Slots.WithLabels("free").Set(_draining ? 0 : Math.Max(0, options.Value.Most - _active.Count));
    }

    private T Locked<T>(Func<T> read)
    {
        lock (_gate)
        {
            return read();
        }
    }
}
