using System.Collections.Frozen;
using System.Text.Json;

namespace VoiceAgent.Runtime.Identity.Access;

/// <summary>Which role may do what, read from <c>roles.json</c> inside the assembly.</summary>
internal static class RoleMatrix
{
    private static readonly Matrix Read = Load();

    private static readonly FrozenDictionary<Role, FrozenSet<string>> Allowed =
        Read.Roles.ToFrozenDictionary(pair => Enum.Parse<Role>(pair.Key), pair => pair.Value.ToFrozenSet(StringComparer.Ordinal));

    /// <summary>Every permission and what it is for.</summary>
    public static IReadOnlyDictionary<string, string> Permissions => Read.Permissions;

    public static bool Allows(Role role, string permission) => Allowed.TryGetValue(role, out var permissions) && permissions.Contains(permission);

    public static IReadOnlySet<string> Of(Role role) => Allowed[role];

    private static Matrix Load()
    {
        using var stream = typeof(RoleMatrix).Assembly.GetManifestResourceStream("roles.json")!;
        var matrix = JsonSerializer.Deserialize<Matrix>(stream, JsonSerializerOptions.Web)!;
        var unknown = matrix.Roles.SelectMany(role => role.Value).Where(permission => !matrix.Permissions.ContainsKey(permission)).ToList();
        return unknown.Count == 0 ? matrix : throw new InvalidOperationException($"roles.json grants what it does not name: {string.Join(", ", unknown)}.");
    }

    private sealed record Matrix(Dictionary<string, string> Permissions, Dictionary<string, string[]> Roles);
}
