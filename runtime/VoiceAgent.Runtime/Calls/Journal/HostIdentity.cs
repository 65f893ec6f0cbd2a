namespace VoiceAgent.Runtime.Calls.Journal;

/// <summary>Which process this is. Unique among all that share a database: calls without an ending belong to the one whose name they carry.</summary>
/// <param name="Name">Machine (in a cluster: pod) and start, such as <c>reception-7d9f-x2x/0199a8…</c>.</param>
internal sealed record HostIdentity(string Name)
{
    public static HostIdentity Create(TimeProvider time) => new($"{Environment.MachineName}/{Guid.CreateVersion7(time.GetUtcNow()):N}");
}
