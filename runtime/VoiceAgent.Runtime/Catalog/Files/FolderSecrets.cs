using System.Text.Json.Nodes;
using VoiceAgent.Resources.Objects;
using VoiceAgent.Resources.Serialization;

namespace VoiceAgent.Runtime.Catalog.Files;

/// <summary>
/// Secrets for a folder of resources: the file <c>secrets/NAMESPACE/NAME/KEY</c>, or <c>secrets/NAME/KEY</c>, or the environment variable
/// <c>NAME_KEY</c> in capitals - Secret <c>openai</c> with the key <c>api-key</c> is <c>OPENAI_API_KEY</c>. Read at every use and never kept,
/// so that a rotated key counts at once.
/// </summary>
internal sealed class FolderSecrets(string root) : ISecretStore
{
    public const string Secrets = "secrets";
    public const string ConfigMaps = "configmaps";

    private const int MaxBytes = 64 * 1024;

    public string? Read(string? @namespace, string name, string key)
    {
        if (!IsPlain(@namespace) || !IsPlain(name) || !IsPlain(key))
        {
            return null;
        }

        foreach (var path in new[] { Path.Combine(root, Secrets, @namespace ?? "", name, key), Path.Combine(root, Secrets, name, key) })
        {
            if (ReadFile(path) is { Length: > 0 } value)
            {
                return value;
            }
        }

        return Environment.GetEnvironmentVariable(VariableOf(name, key)) is { Length: > 0 } variable ? variable : null;
    }

    /// <summary>The environment variable that stands for a key.</summary>
    public static string VariableOf(string name, string key) =>
        $"{name}_{key}".Replace('-', '_').Replace('.', '_').ToUpperInvariant();

    /// <summary>Of the Secrets that a resource names, those that exist, with the keys that exist.</summary>
    public IReadOnlyDictionary<string, IReadOnlySet<string>> NamedBy(CustomResource resource, string? @namespace) =>
        References(ResourceJson.ToCanonical(resource))
            .Distinct()
            .Where(reference => Read(@namespace, reference.Name, reference.Key) is not null)
            .GroupBy(reference => reference.Name, reference => reference.Key)
            .ToDictionary(secret => secret.Key, secret => (IReadOnlySet<string>)secret.ToHashSet(StringComparer.Ordinal));

    /// <summary>Every object with a name and a key. Some of these name ConfigMaps: they are looked up in vain and harm nothing.</summary>
    private static IEnumerable<(string Name, string Key)> References(JsonNode? node) => node switch
    {
        JsonObject { Count: 2 } pair when Text(pair, "name") is { } name && Text(pair, "key") is { } key => [(name, key)],
        JsonObject fields => fields.SelectMany(field => References(field.Value)),
        JsonArray items => items.SelectMany(References),
        _ => [],
    };

    private static string? Text(JsonObject fields, string name) =>
        fields[name] is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    // The resources' own rules refuse such names; a file must stay within its folder whoever asks.
    private static bool IsPlain(string? name) => name is not ("." or ".." or "") && name?.AsSpan().ContainsAny('/', '\\') != true;

    private static string? ReadFile(string path)
    {
        try
        {
            return File.Exists(path) && new FileInfo(path).Length <= MaxBytes ? File.ReadAllText(path).TrimEnd('\r', '\n') : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
