using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using NSec.Cryptography;
using VoiceAgent.Runtime.Identity.Accounts;

namespace VoiceAgent.Runtime.Identity.Passwords;

/// <summary>
/// Argon2id, or PBKDF2 under FIPS, in the PHC string format, which names algorithm and cost:
/// https://github.com/P-H-C/phc-string-format. A hash of another kind or cost, ASP.NET Core Identity's included, is still verified and
/// then replaced.
/// </summary>
internal sealed class PasswordHasher(IOptions<IdentitySettings> settings) : IPasswordHasher<Account>
{
    // OWASP's password storage cheat sheet: Argon2id with 19 MiB and two passes; PBKDF2-HMAC-SHA512 with 210 000 iterations.
    private const int Memory = 19_456;
    private const int Passes = 2;
    private const int Iterations = 210_000;
    private const int SaltLength = 16;
    private const int HashLength = 32;

    private static readonly string ArgonPrefix = string.Create(CultureInfo.InvariantCulture, $"$argon2id$v=19$m={Memory},t={Passes},p=1$");
    private static readonly string PbkdfPrefix = string.Create(CultureInfo.InvariantCulture, $"$pbkdf2-sha512$i={Iterations}$");

    private readonly PasswordHasher<Account> _identity = new();

    /// <summary>A hash of no password: verifying against it takes as long as against a real one.</summary>
    public string Nobody => field ??= HashPassword(null!, Convert.ToHexString(RandomNumberGenerator.GetBytes(16)));

    public string HashPassword(Account user, string password)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltLength);
        return settings.Value.Fips
            ? PbkdfPrefix + Encode(salt) + "$" + Encode(Pbkdf2(password, salt, Iterations))
            : ArgonPrefix + Encode(salt) + "$" + Encode(Argon2(password, salt, Memory, Passes));
    }

    public PasswordVerificationResult VerifyHashedPassword(Account user, string hashedPassword, string providedPassword)
    {
        if (!hashedPassword.StartsWith('$'))
        {
            return _identity.VerifyHashedPassword(user, hashedPassword, providedPassword) == PasswordVerificationResult.Failed
                ? PasswordVerificationResult.Failed
                : PasswordVerificationResult.SuccessRehashNeeded;
        }

        if (!Matches(hashedPassword, providedPassword))
        {
            return PasswordVerificationResult.Failed;
        }

        return hashedPassword.StartsWith(settings.Value.Fips ? PbkdfPrefix : ArgonPrefix, StringComparison.Ordinal)
            ? PasswordVerificationResult.Success
            : PasswordVerificationResult.SuccessRehashNeeded;
    }

    private static bool Matches(string stored, string password)
    {
        var parts = stored.Split('$');
        byte[] computed = parts switch
        {
            ["", "argon2id", "v=19", var cost, var salt, _] => Argon2(password, Decode(salt), Cost(cost, "m="), Cost(cost, "t=")),
            ["", "pbkdf2-sha512", var cost, var salt, _] => Pbkdf2(password, Decode(salt), Cost(cost, "i=")),
            _ => [],
        };
        return computed.Length > 0 && CryptographicOperations.FixedTimeEquals(computed, Decode(parts[^1]));
    }

    private static byte[] Argon2(string password, byte[] salt, int memory, int passes) => PasswordBasedKeyDerivationAlgorithm
        .Argon2id(new Argon2Parameters { DegreeOfParallelism = 1, MemorySize = memory, NumberOfPasses = passes })
        .DeriveBytes(Bytes(password), salt, HashLength);

    private static byte[] Pbkdf2(string password, byte[] salt, int iterations) =>
        Rfc2898DeriveBytes.Pbkdf2(Bytes(password), salt, iterations, System.Security.Cryptography.HashAlgorithmName.SHA512, HashLength);

    // One password typed on two keyboards: composed and decomposed letters are the same.
    private static byte[] Bytes(string password) => Encoding.UTF8.GetBytes(password.Normalize(NormalizationForm.FormKC));

    private static int Cost(string costs, string name) =>
        int.Parse(costs.Split(',').Single(cost => cost.StartsWith(name, StringComparison.Ordinal)).AsSpan(name.Length), CultureInfo.InvariantCulture);

    private static string Encode(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=');

    private static byte[] Decode(string text) => Convert.FromBase64String(text.PadRight((text.Length + 3) / 4 * 4, '='));
}
