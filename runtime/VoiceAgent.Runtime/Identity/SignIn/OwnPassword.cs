using Microsoft.AspNetCore.Http.HttpResults;
using VoiceAgent.Runtime.Api;
using VoiceAgent.Runtime.Identity.Access;
using VoiceAgent.Runtime.Identity.Accounts;

namespace VoiceAgent.Runtime.Identity.SignIn;

/// <summary>Asks who is logged in for the password once more, and slows guessing here as at the login.</summary>
internal sealed class OwnPassword(PasswordCheck check, LoginThrottle throttle)
{
    /// <summary>Null when the password is right.</summary>
    public async Task<ProblemHttpResult?> RefuseAsync(Account account, string password, HttpContext context, CancellationToken cancellationToken)
    {
        var name = $"{account.TenantId} {account.Id:N}";
        var address = Caller.Address(context);
        if (throttle.Wait(name, address) is { } wait)
        {
            return Problems.TooMany(context, wait);
        }

        if (await check.MatchesAsync(account, password, cancellationToken))
        {
            throttle.Succeeded(name, address);
            return null;
        }

        throttle.Failed(name, address);
        return Problems.Of(StatusCodes.Status403Forbidden, "wrong_password", "This is not your present password.");
    }
}
