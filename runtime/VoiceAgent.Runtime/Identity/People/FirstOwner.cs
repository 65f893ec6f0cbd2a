using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using VoiceAgent.Runtime.Identity.Access;
using VoiceAgent.Runtime.Identity.Accounts;
using VoiceAgent.Runtime.Identity.SignIn;
using VoiceAgent.Runtime.Storage;
using VoiceAgent.Runtime.Storage.Isolation;

namespace VoiceAgent.Runtime.Identity.People;

/// <summary>Gives a tenant its first person at the host's start, so that there is somebody to log in as.</summary>
internal sealed class FirstOwner(TenantFounding founding, IDbContextFactory<RuntimeDatabase> databases, IServiceScopeFactory scopes, TimeProvider time)
{
    private const int GeneratedLength = 24;
    private const string Alphabet = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";

    /// <summary>Makes the tenant and its owner, unless the tenant has people already.</summary>
    /// <param name="tenant">The tenant's name.</param>
    /// <param name="displayName">The tenant's name for people.</param>
    /// <param name="email">The owner's address, believed without proof.</param>
    /// <param name="password">Null to generate one.</param>
    /// <param name="role"><see cref="Role.Owner"/>, or <see cref="Role.PlatformAdmin"/> for the platform's own tenant.</param>
    /// <param name="cancellationToken">Stops waiting for the database.</param>
    /// <returns>The password to show once; null when nobody was made.</returns>
    /// <exception cref="InvalidOperationException">The given password breaks the rules; the message says how.</exception>
    public async Task<string?> EnsureAsync(string tenant, string displayName, string email, string? password, Role role, CancellationToken cancellationToken)
    {
        await founding.FoundAsync(tenant, displayName, cancellationToken);
        using var _ = TenantScope.Enter(tenant);
        await using (var database = await databases.CreateDbContextAsync(cancellationToken))
        {
            if (await database.Set<Account>().AnyAsync(cancellationToken))
            {
                return null;
            }
        }

        var chosen = password ?? RandomNumberGenerator.GetString(Alphabet, GeneratedLength);
        var account = Registrations.NewAccount(tenant, email, email[..email.IndexOf('@')], role, time.GetUtcNow());
        account.EmailVerifiedAt = account.CreatedAt;
        await using var scope = scopes.CreateAsyncScope();
        var made = await scope.ServiceProvider.GetRequiredService<UserManager<Account>>().CreateAsync(account, chosen);
        return made.Succeeded ? chosen : throw new InvalidOperationException($"The first owner's password cannot be used. {made.Errors.First().Description}");
    }
}
