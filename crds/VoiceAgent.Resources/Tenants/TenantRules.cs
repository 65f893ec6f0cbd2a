using VoiceAgent.Resources.Reading;

namespace VoiceAgent.Resources.Tenants;

/// <summary>What a tenant's structure alone cannot say.</summary>
internal static class TenantRules
{
    public static IReadOnlyList<ResourceRule<TenantResource>> All { get; } = [];
}
