using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using VoiceAgent.Runtime.Api;
using VoiceAgent.Runtime.Identity.Access;
using VoiceAgent.Runtime.Identity.Accounts;
using VoiceAgent.Runtime.Tenancy;

namespace VoiceAgent.Runtime.Identity.People;

/// <summary>Who may do what to whom, beyond what the matrix can say.</summary>
internal sealed class Authority(RequestDatabase database)
{
    /// <summary>Null when the caller may give this role.</summary>
    public static ProblemHttpResult? RefuseRole(Caller caller, Role role) => role switch
    {
        Role.Owner when !caller.May(Permissions.OwnersManage) => Problems.Forbidden("Only an owner makes owners."),
        Role.PlatformAdmin when !caller.May(Permissions.TenantsManage) => Problems.Forbidden("Only who runs the platform makes platform administrators."),
        _ => null,
    };

    /// <summary>Null when the caller may change this person.</summary>
    public static ProblemHttpResult? RefusePerson(Caller caller, Account person) =>
        person.AccountIs(caller) ? Problems.Conflict("own_account", "Nobody changes the own role or removes the own account: ask another.")
            : person.Role is Role.Owner or Role.PlatformAdmin ? RefuseRole(caller, person.Role) : null;

    /// <summary>
    /// Null when somebody else holds the tenant too. Two who remove each other at once meet at the tenant's version: one of the writes fails.
    /// </summary>
    public async Task<ProblemHttpResult?> RefuseLastOwnerAsync(Account person, CancellationToken cancellationToken)
    {
        if (person.Role != Role.Owner || person.DisabledAt is not null)
        {
            return null;
        }

        var open = database.Open();
        var tenant = await open.Set<TenantRecord>().SingleAsync(cancellationToken);
        tenant.Version++;
        return await open.Set<Account>().AnyAsync(
            other => other.Role == Role.Owner && other.DisabledAt == null && other.EmailVerifiedAt != null && other.Id != person.Id, cancellationToken)
            ? null
            : Problems.Conflict("last_owner", "A tenant is never without an owner. Make another person owner first.");
    }
}

internal static class AccountOfCaller
{
    public static bool AccountIs(this Account account, Caller caller) => account.Id == caller.AccountId;
}
