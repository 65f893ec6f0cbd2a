using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using VoiceAgent.Runtime.Identity.Accounts;

namespace VoiceAgent.Runtime.Identity.Passwords;

/// <summary>
/// Length, and not to be guessed: no demand for digits or signs, which NIST SP 800-63B-4 forbids. What is easily guessed is found by
/// zxcvbn, with its lists of leaked passwords, and the words that surround the account.
/// </summary>
internal sealed class PasswordRules(IOptions<IdentitySettings> settings) : IPasswordValidator<Account>
{
    /// <summary>Longest password. Long enough for any sentence, short enough that hashing it costs no more than another.</summary>
    public const int Longest = 128;

    private const int WithSecondFactor = 8;

    // zxcvbn's guesses grow faster than the text; no guess needs more than this to be recognised.
    private const int Examined = 64;

    // 10^8 guesses: out of reach for guessing at the door, however many addresses take part.
    private const int LeastScore = 3;

    public Task<IdentityResult> ValidateAsync(UserManager<Account> manager, Account user, string? password) =>
        Task.FromResult(Problem(user, password ?? "") is { } problem
            ? IdentityResult.Failed(new IdentityError { Code = "password", Description = problem })
            : IdentityResult.Success);

    /// <summary>What is wrong with a password, said to whom chose it; null when nothing is.</summary>
    public string? Problem(Account account, string password)
    {
        var normal = Normal(password);
        var least = account.HasSecondFactor ? WithSecondFactor : settings.Value.PasswordLength;
        var length = new StringInfo(normal).LengthInTextElements;
        if (length < least)
        {
            return $"Use at least {least} characters; a few words that do not belong together are easy to keep in mind.";
        }

        if (normal.Length > Longest)
        {
            return $"Use at most {Longest} characters.";
        }

        var words = account.Email.Split('@', '.', '+', '-', '_').Concat(account.DisplayName.Split(' ')).Append(account.TenantId).Append("voiceagent")
            .Where(word => word.Length > 2);
        var text = normal.Length <= Examined ? normal : normal[..Examined];
        return Zxcvbn.Zxcvbn.MatchPassword(text, words).Score < LeastScore
            ? "This password is easily guessed: it is among leaked ones, repeats itself, or is made of your name, address or tenant."
            : null;
    }

    // A lone surrogate has no normal form, and no keyboard makes one.
    private static string Normal(string password)
    {
        try
        {
            return password.Normalize(NormalizationForm.FormKC);
        }
        catch (ArgumentException)
        {
            return "";
        }
    }
}
