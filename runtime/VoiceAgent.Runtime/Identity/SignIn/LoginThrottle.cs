using System.Collections.Concurrent;

namespace VoiceAgent.Runtime.Identity.SignIn;

/// <summary>
/// Slows guessing without giving strangers a way to lock a person out: failures count against the address with the account, against the
/// address, and against the account as a whole, where places that the person logged in from before are let through. Known and unknown
/// accounts count alike. Kept in memory: each process counts for itself.
/// </summary>
internal sealed class LoginThrottle(TimeProvider time)
{
    private const int MostKept = 100_000;

    // NIST SP 800-63B-4 wants no more than 100 consecutive failures against one account.
    private static readonly Limit Pair = new(5, TimeSpan.FromSeconds(2), TimeSpan.FromMinutes(15));
    private static readonly Limit Address = new(30, TimeSpan.FromSeconds(2), TimeSpan.FromMinutes(15));
    private static readonly Limit Account = new(100, TimeSpan.FromMinutes(1), TimeSpan.FromHours(1));

    private static readonly TimeSpan Forget = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<string, Tally> _tallies = new();
    private readonly ConcurrentDictionary<string, DateTimeOffset> _known = new();

    /// <summary>How long this attempt has to wait; null when it may be made.</summary>
    public TimeSpan? Wait(string account, string address)
    {
        var waits = new[]
        {
            WaitFor($"p {account} {address}", Pair),
            WaitFor($"i {address}", Address),
            _known.ContainsKey($"{account} {address}") ? TimeSpan.Zero : WaitFor($"a {account}", Account),
        };
        return waits.Max() is var longest && longest > TimeSpan.Zero ? longest : null;
    }

    public void Failed(string account, string address)
    {
        Add($"p {account} {address}");
        Add($"i {address}");
        Add($"a {account}");
    }

    /// <summary>A right password clears the pair, and makes the address known; it says nothing of the others that were tried from there.</summary>
    public void Succeeded(string account, string address)
    {
        _tallies.TryRemove($"p {account} {address}", out var _);
        if (_known.Count >= MostKept)
        {
            _known.Clear();
        }

        _known[$"{account} {address}"] = time.GetUtcNow();
    }

    private TimeSpan WaitFor(string key, Limit limit)
    {
        if (!_tallies.TryGetValue(key, out var tally) || tally.Failures < limit.Free)
        {
            return TimeSpan.Zero;
        }

        var delay = limit.First * Math.Pow(2, Math.Min(20, tally.Failures - limit.Free));
        var until = tally.Last + (delay < limit.Longest ? delay : limit.Longest);
        return until - time.GetUtcNow();
    }

    private void Add(string key)
    {
        var now = time.GetUtcNow();
        if (_tallies.Count >= MostKept)
        {
            foreach (var (old, tally) in _tallies)
            {
                if (tally.Last + Forget < now || tally.Failures < Pair.Free)
                {
                    _tallies.TryRemove(old, out var _);
                }
            }
        }

        _tallies.AddOrUpdate(key, new Tally(1, now), (_, tally) => new Tally(tally.Last + Forget < now ? 1 : tally.Failures + 1, now));
    }

    private sealed record Limit(int Free, TimeSpan First, TimeSpan Longest);

    private sealed record Tally(int Failures, DateTimeOffset Last);
}
