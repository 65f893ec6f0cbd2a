using VoiceAgent.Runtime.Api;
using VoiceAgent.Runtime.Identity.Accounts;
using VoiceAgent.Runtime.Identity.Passwords;

namespace VoiceAgent.Runtime.Identity.SignIn;

/// <summary>A new account. The answer is the same whether the address is free or taken.</summary>
internal sealed record RegisterRequest(string Tenant, string Email, string Password, string DisplayName) : IChecked
{
    public void Check(Findings findings)
    {
        findings.Text("tenant", Tenant, 63);
        findings.Email("email", Email);
        findings.Text("password", Password, PasswordRules.Longest * 2);
        findings.Text("displayName", DisplayName, Account.DisplayNameLength);
    }
}

/// <summary>An address and a password.</summary>
/// <param name="Email">The account's address.</param>
/// <param name="Password">As it was chosen.</param>
/// <param name="Tenant">Needed only by who has accounts with several tenants.</param>
/// <param name="Cookie">True for browsers: the refresh token comes as a cookie that no script can read.</param>
internal sealed record LoginRequest(string Email, string Password, string? Tenant = null, bool Cookie = false) : IChecked
{
    public void Check(Findings findings)
    {
        findings.Email("email", Email);
        findings.Text("password", Password, PasswordRules.Longest * 2);
        findings.Text("tenant", Tenant, 63);
    }
}

/// <summary>The second step of a login.</summary>
/// <param name="SecondFactorToken">What the first step answered.</param>
/// <param name="Code">Six digits from the authenticator, or a recovery code.</param>
/// <param name="Cookie">As in the first step.</param>
internal sealed record SecondFactorRequest(string SecondFactorToken, string Code, bool Cookie = false) : IChecked
{
    public void Check(Findings findings)
    {
        findings.Text("secondFactorToken", SecondFactorToken, 256);
        findings.Text("code", Code, 32);
    }
}

/// <summary>Either the tokens, or, when the account has a second factor, what the second step needs.</summary>
/// <param name="AccessToken">For <c>Authorization: Bearer</c>; null until the second factor is given.</param>
/// <param name="ExpiresIn">Seconds for which it works.</param>
/// <param name="RefreshToken">Null when it came as a cookie.</param>
/// <param name="SecondFactorToken">Present when a second factor is wanted.</param>
internal sealed record TokenResponse(string? AccessToken, int ExpiresIn, string? RefreshToken, string? SecondFactorToken)
{
    public string TokenType => "Bearer";
}

/// <summary>The refresh token; absent for browsers, whose cookie holds it.</summary>
internal sealed record RefreshRequest(string? RefreshToken = null) : IChecked
{
    public void Check(Findings findings) => findings.Text("refreshToken", RefreshToken, 256);
}

/// <summary>A code from a mail.</summary>
internal sealed record CodeRequest(string Code) : IChecked
{
    public void Check(Findings findings) => findings.Text("code", Code, 256);
}

/// <summary>Asks for a mail.</summary>
internal sealed record MailRequest(string Email, string? Tenant = null) : IChecked
{
    public void Check(Findings findings)
    {
        findings.Email("email", Email);
        findings.Text("tenant", Tenant, 63);
    }
}

/// <summary>A new password, with the code from the mail.</summary>
internal sealed record ResetPasswordRequest(string Code, string Password) : IChecked
{
    public void Check(Findings findings)
    {
        findings.Text("code", Code, 256);
        findings.Text("password", Password, PasswordRules.Longest * 2);
    }
}

/// <summary>Makes the account that an invitation promised.</summary>
internal sealed record AcceptInviteRequest(string Code, string Password, string DisplayName) : IChecked
{
    public void Check(Findings findings)
    {
        findings.Text("code", Code, 256);
        findings.Text("password", Password, PasswordRules.Longest * 2);
        findings.Text("displayName", DisplayName, Account.DisplayNameLength);
    }
}

/// <summary>Nothing more is said, on purpose.</summary>
internal sealed record AcceptedResponse(string Message);

/// <summary>Who was let in, before the endpoint dresses it as a response.</summary>
internal sealed record SignedIn(string AccessToken, string RefreshToken);
