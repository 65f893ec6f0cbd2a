namespace VoiceAgent.Architecture.Tests;

/// <summary>A house whose rooms are ordered: a room may use those before it, never those after it.</summary>
internal sealed record Rooms(string Root, params string[] Order)
{
    /// <summary>Every use that points the wrong way, and every room that the order does not name.</summary>
    public IEnumerable<string> Violations(IEnumerable<Source> sources)
    {
        foreach (var source in sources)
        {
            if (RoomOf(source.Namespace) is not { } room)
            {
                continue;
            }

            if (Array.IndexOf(Order, room) is var own && own < 0)
            {
                yield return $"{source.Path}: the room {room} has no place in the order";
            }

            foreach (var used in source.Usings.Select(RoomOf).OfType<string>().Where(used => Array.IndexOf(Order, used) > own))
            {
                yield return $"{source.Path}: {room} must not use {used}";
            }
        }
    }

    private string? RoomOf(string name) =>
        name.StartsWith(Root + ".", StringComparison.Ordinal) ? name[(Root.Length + 1)..].Split('.')[0] : null;
}
