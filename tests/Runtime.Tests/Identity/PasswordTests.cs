using System.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using VoiceAgent.Runtime.Identity;
using VoiceAgent.Runtime.Identity.Access;
using VoiceAgent.Runtime.Identity.Accounts;
using VoiceAgent.Runtime.Identity.Passwords;
using VoiceAgent.Runtime.Identity.SignIn;
using Xunit;

namespace VoiceAgent.Runtime.Tests.Identity;

/// <summary>A1, A2, A3 and A7 of the security checklist.</summary>
public sealed class PasswordTests
{
    private readonly Account _ada = Registrations.NewAccount("brightsmile", "ada.lovelace@brightsmile.example", "Ada Lovelace", Role.Viewer, default);

    [Fact]
    public void A_hash_names_its_algorithm_and_cost_and_is_never_the_same_twice()
    {
        var hasher = Hasher();
        var hash = hasher.HashPassword(_ada, "plum-Kettle-94-orbit");

        Assert.StartsWith("$argon2id$v=19$m=19456,t=2,p=1$", hash, StringComparison.Ordinal);
        Assert.NotEqual(hash, hasher.HashPassword(_ada, "plum-Kettle-94-orbit"));
        Assert.Equal(PasswordVerificationResult.Success, hasher.VerifyHashedPassword(_ada, hash, "plum-Kettle-94-orbit"));
        Assert.Equal(PasswordVerificationResult.Failed, hasher.VerifyHashedPassword(_ada, hash, "plum-Kettle-94-orbiT"));
    }

    [Fact]
    public void Hashes_of_another_kind_or_cost_are_verified_and_then_replaced()
    {
        var (argon, fips) = (Hasher(), Hasher(fips: true));
        var identity = new PasswordHasher<Account>().HashPassword(_ada, "plum-Kettle-94-orbit");
        var pbkdf = fips.HashPassword(_ada, "plum-Kettle-94-orbit");

        Assert.StartsWith("$pbkdf2-sha512$i=210000$", pbkdf, StringComparison.Ordinal);
        Assert.Equal(PasswordVerificationResult.Success, fips.VerifyHashedPassword(_ada, pbkdf, "plum-Kettle-94-orbit"));
        Assert.All([identity, pbkdf], old => Assert.Equal(PasswordVerificationResult.SuccessRehashNeeded, argon.VerifyHashedPassword(_ada, old, "plum-Kettle-94-orbit")));
        Assert.All([identity, pbkdf], old => Assert.Equal(PasswordVerificationResult.Failed, argon.VerifyHashedPassword(_ada, old, "wrong")));
    }

    [Fact]
    public void Composed_and_decomposed_letters_are_the_same_and_nothing_is_cut_or_trimmed()
    {
        var hasher = Hasher();
        var composed = "crème brûlée à la carte 77".Normalize(NormalizationForm.FormC);
        var hash = hasher.HashPassword(_ada, composed);

        Assert.Equal(PasswordVerificationResult.Success, hasher.VerifyHashedPassword(_ada, hash, composed.Normalize(NormalizationForm.FormD)));
        Assert.Equal(PasswordVerificationResult.Failed, hasher.VerifyHashedPassword(_ada, hash, " " + composed));
        var longest = new string('x', 127);
        Assert.Equal(PasswordVerificationResult.Failed, hasher.VerifyHashedPassword(_ada, hasher.HashPassword(_ada, longest + "a"), longest + "b"));
    }

    [Theory]
    [InlineData("Kx8#vQ2m", false)]
    [InlineData("plumKettle94or", false)]
    [InlineData("plumKettle94orb", true)]
    [InlineData("quiet otters juggle marble teapots", true)]
    [InlineData(" leading blank is fine 42", true)]
    [InlineData("ёжик в тумане гуляет", true)]
    [InlineData("🦊🐙🦉🐢🦜🐝🦔🐡🦩🐌🦥🐳🦚🐞🦭", true)]
    [InlineData("passwordpassword", false)]
    [InlineData("aaaaaaaaaaaaaaaaaaaa", false)]
    [InlineData("123456789012345", false)]
    [InlineData("qwertyuiopasdfgh", false)]
    [InlineData("brightsmilebrightsmile", false)]
    [InlineData("ada.lovelace.lovelace", false)]
    [InlineData("voiceagentvoiceagent", false)]
    public void Length_and_guessing_decide_and_nothing_else(string password, bool accepted)
    {
        Assert.Equal(accepted, Rules().Problem(_ada, password) is null);
    }

    [Fact]
    public void The_longest_password_is_taken_one_more_is_not_and_a_second_factor_allows_eight()
    {
        var words = string.Concat(Enumerable.Range(0, 40).Select(number => $"w{number * 7919 % 997:x}-"));
        Assert.Null(Rules().Problem(_ada, words[..128]));
        Assert.NotNull(Rules().Problem(_ada, words[..128] + "x"));
        Assert.NotNull(Rules().Problem(_ada, "\ud800" + words[..30]));

        _ada.TotpConfirmedAt = DateTimeOffset.UnixEpoch;
        Assert.Null(Rules().Problem(_ada, "kX8#vQ2mZw"));
        Assert.NotNull(Rules().Problem(_ada, "kX8#vQ2"));
    }

    [Fact]
    public async Task No_more_passwords_are_hashed_at_once_than_there_are_places_and_the_queue_has_an_end()
    {
        using var gate = new PasswordGate(Options.Create(new IdentitySettings { HashingAtOnce = 2, HashingQueue = 10 }));
        var release = new TaskCompletionSource();
        var (running, most) = (0, 0);
        var work = Enumerable.Range(0, 12).Select(_ => gate.RunAsync(
            async () =>
            {
                most = Math.Max(most, Interlocked.Increment(ref running));
                await release.Task;
                Interlocked.Decrement(ref running);
                return true;
            },
            CancellationToken.None)).ToList();

        await Assert.ThrowsAsync<TooManyLoginsException>(() => gate.RunAsync(() => Task.FromResult(true), CancellationToken.None));
        release.SetResult();
        await Task.WhenAll(work);
        Assert.Equal(2, most);
    }

    private static PasswordHasher Hasher(bool fips = false) => new(Options.Create(new IdentitySettings { Fips = fips }));

    private static PasswordRules Rules() => new(Options.Create(new IdentitySettings()));
}
