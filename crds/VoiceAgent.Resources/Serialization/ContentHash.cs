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
    /// <summary>The revision of an agent.</summary>
    public static string Of(VoiceAgentSpec spec) => OfSpec(spec);

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
