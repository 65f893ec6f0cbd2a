using System.Collections.Concurrent;
using System.Diagnostics.Tracing;

namespace VoiceAgent.Bench.Server;

/// <summary>Which types are allocated most, from the runtime's own samples (one every 100 kB).</summary>
internal sealed class AllocationSampler : EventListener
{
    private const int AllocationTick = 10;
    private const EventKeywords Garbage = (EventKeywords)1;

    private readonly ConcurrentDictionary<string, int> _samples = new();

    public IEnumerable<string> Top(int count) => _samples.OrderByDescending(pair => pair.Value).Take(count).Select(pair => $"{pair.Value,5} {pair.Key}");

    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name == "Microsoft-Windows-DotNETRuntime")
        {
            EnableEvents(eventSource, EventLevel.Verbose, Garbage);
        }
    }

    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        if (eventData.EventId == AllocationTick && eventData.PayloadNames?.IndexOf("TypeName") is >= 0 and var at)
        {
            _samples.AddOrUpdate((string)eventData.Payload![at]!, 1, (_, seen) => seen + 1);
        }
    }
}
