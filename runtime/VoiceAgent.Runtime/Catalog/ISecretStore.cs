namespace VoiceAgent.Runtime.Catalog;

/// <summary>Reads secrets where the resources' source keeps them.</summary>
internal interface ISecretStore
{
    /// <summary>The value as it is now; null when there is none. Not to be kept, logged or shown.</summary>
    string? Read(string? @namespace, string name, string key);
}
