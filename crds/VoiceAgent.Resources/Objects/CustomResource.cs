using System.Text.Json.Serialization;

namespace VoiceAgent.Resources.Objects;

/// <summary>A resource of the group <c>voiceagent.dev</c>.</summary>
public abstract record CustomResource
{
    /// <summary>Group and version.</summary>
    [JsonPropertyOrder(-3)]
    public string ApiVersion { get; init; } = VoiceAgentGroup.ApiVersion;

    /// <summary>The kind, as YAML names it.</summary>
    [JsonPropertyOrder(-2)]
    public abstract string Kind { get; }

    /// <summary>Name, namespace, labels and the like.</summary>
    [JsonPropertyOrder(-1)]
    public required ObjectMeta Metadata { get; init; }

    /// <summary>Namespace and name as one key, for maps and messages.</summary>
    [JsonIgnore]
    public string Key => Metadata.Namespace is null ? Metadata.Name : $"{Metadata.Namespace}/{Metadata.Name}";
}

/// <summary>A resource with its spec and status.</summary>
/// <typeparam name="TSpec">What the user wishes.</typeparam>
/// <typeparam name="TStatus">What was observed.</typeparam>
public abstract record CustomResource<TSpec, TStatus> : CustomResource
    where TSpec : class
    where TStatus : class, IResourceStatus
{
    /// <summary>What the user wishes.</summary>
    public required TSpec Spec { get; init; }

    /// <summary>What was observed; null until someone looked.</summary>
    public TStatus? Status { get; init; }
}

/// <summary>What every status has.</summary>
public interface IResourceStatus
{
    /// <summary>The generation of the spec that the status speaks of.</summary>
    long? ObservedGeneration { get; }

    /// <summary>The observations, one per type.</summary>
    IReadOnlyList<Condition> Conditions { get; }
}
