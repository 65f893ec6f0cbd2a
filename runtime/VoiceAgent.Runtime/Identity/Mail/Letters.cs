using Microsoft.Extensions.Options;

namespace VoiceAgent.Runtime.Identity.Mail;

/// <summary>What the letters say.</summary>
internal sealed class Letters(IPostbox postbox, IOptions<IdentitySettings> settings)
{
    public void VerifyEmail(string to, string code) => postbox.Post(new Letter(to, "Confirm your e-mail address", $"""
        Open this link to confirm your address. It works once, within 60 minutes.

        {Link("verify-email", code)}

        If you did not make an account, do nothing: without the link it stays closed.
        """));

    public void ResetPassword(string to, string code) => postbox.Post(new Letter(to, "Choose a new password", $"""
        Open this link to choose a new password. It works once, within 30 minutes.

        {Link("reset-password", code)}

        If you did not ask for it, do nothing: your password stays as it is.
        """));

    public void AlreadyRegistered(string to) => postbox.Post(new Letter(to, "You already have an account", $"""
        Somebody, perhaps you, tried to make an account with this address. You have one:

        {settings.Value.PublicUrl.TrimEnd('/')}/login

        If you forgot your password, choose a new one there.
        """));

    public void Invited(string to, string tenant, string code) => postbox.Post(new Letter(to, $"You are invited to {tenant}", $"""
        You are invited to work with {tenant}. Open this link to make your account. It works once, within 7 days.

        {Link("accept-invite", code)}
        """));

    public void PasswordChanged(string to) => postbox.Post(new Letter(to, "Your password was changed", """
        The password of your account was changed, and every other login was ended.

        If it was not you, ask for a new password at once and tell your tenant's owner.
        """));

    // After the #: browsers keep it from servers, proxies and referrers.
    private string Link(string page, string code) => $"{settings.Value.PublicUrl.TrimEnd('/')}/{page}#code={code}";
}
