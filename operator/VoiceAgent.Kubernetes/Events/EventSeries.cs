namespace VoiceAgent.Kubernetes.Events;

/// <summary>One event on the server and how often it has happened since. Owned by the writer's loop.</summary>
internal sealed class EventSeries(string? namespaceName, string name, DateTimeOffset at)
{
    /// <summary>A report that does not come again for this long is over (client-go: 6 min).</summary>
    internal static readonly TimeSpan Finish = TimeSpan.FromMinutes(6);

    /// <summary>A report that keeps coming is refreshed on the server this often, before its event expires (client-go: 30 min).</summary>
    internal static readonly TimeSpan Refresh = TimeSpan.FromMinutes(30);

    internal static readonly TimeSpan FlushPeriod = TimeSpan.FromMinutes(1);

    private DateTimeOffset _writtenAt = at;
    private int _written = 1;

    internal string? Namespace { get; } = namespaceName;

    internal string Name { get; } = name;

    internal int Count { get; private set; } = 1;

    internal DateTimeOffset Last { get; private set; } = at;

    internal bool IsUnwritten => Count > _written;

    internal void Again(DateTimeOffset now)
    {
        Count++;
        Last = now;
    }

    internal bool IsOver(DateTimeOffset now) => now - Last >= Finish;

    // The first repeat is written at once: it turns a single event into a series that users see. Later ones wait.
    internal bool IsDue(DateTimeOffset now) => IsUnwritten && (_written == 1 || IsOver(now) || now - _writtenAt >= Refresh);

    internal void Written(DateTimeOffset now)
    {
        _written = Count;
        _writtenAt = now;
    }
}
