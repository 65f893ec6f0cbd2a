using System.Security.Cryptography;
using System.Text.Json;
using VoiceAgent.Resources.KnowledgeBases;
using VoiceAgent.Resources.Tenants;
using VoiceAgent.Resources.VoiceAgents;

namespace VoiceAgent.Resources.Serialization;

/// <summary>
/// The revision of a spec: SHA-256 over its canonical JSON. It does not change when defaults are written out, when fields come in
/// another order, or when a later version adds fields with defaults.
/// </summary>
public static class ContentHash
{
    /// <summary>
    /// The revision of an agent. How a revision is rolled out is no part of it: else pinning an earlier one would make a new one.
    /// </summary>
    /// <param name="spec">The agent.</param>
    /// <param name="promptText">The text of a prompt that comes from a ConfigMap, so that its change is a new revision too.</param>
    public static string Of(VoiceAgentSpec spec, string? promptText = null) => OfSpec(spec with
    {
        Rollout = null,
        Prompt = promptText is null ? spec.Prompt : new() { Inline = promptText },
    });

    /// <summary>The revision of a knowledge base.</summary>
    public static string Of(KnowledgeBaseSpec spec) => OfSpec(spec);

    /// <summary>The revision of a tenant.</summary>
    public static string Of(TenantSpec spec) => OfSpec(spec);

    private static string OfSpec<T>(T spec)
    {
        var element = JsonSerializer.SerializeToElement(spec, ResourceJson.Canonical);
        return Convert.ToHexStringLower(SHA256.HashData(CanonicalJson.Utf8(element)));
    }
}
