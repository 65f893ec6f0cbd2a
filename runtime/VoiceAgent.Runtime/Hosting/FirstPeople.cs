using Microsoft.Extensions.Options;
using VoiceAgent.Runtime.Catalog;
using VoiceAgent.Runtime.Identity.Access;
using VoiceAgent.Runtime.Identity.People;
using VoiceAgent.Runtime.Tenancy;

namespace VoiceAgent.Runtime.Hosting;

/// <summary>Gives every tenant of the catalog its first owner, <c>owner@TENANT.example</c>, when it has nobody yet.</summary>
internal sealed class FirstPeople(ICatalog catalog, FirstOwner owner, IOptions<TenancyOptions> options)
{
    /// <returns>Addresses and passwords to show once.</returns>
    /// <exception cref="StartRefusedException">The password that was set cannot be used.</exception>
    public async Task<IReadOnlyList<(string Email, string Password)>> EnsureAsync(CancellationToken cancellationToken)
    {
        var made = new List<(string, string)>();
        foreach (var tenant in catalog.Current.Tenants.Keys.Order(StringComparer.Ordinal))
        {
            var email = $"owner@{tenant}.example";
            try
            {
                if (await owner.EnsureAsync(tenant, tenant, email, options.Value.OwnerPassword, Role.Owner, cancellationToken) is { } password)
                {
                    // Who chose the password knows it; a log that is collected need not.
                    made.Add((email, options.Value.OwnerPassword is null ? password : "that you set"));
                }
            }
            catch (InvalidOperationException unusable)
            {
                throw new StartRefusedException($"VOICEAGENT_OWNER_PASSWORD: {unusable.Message}");
            }
        }

        return made;
    }
}
