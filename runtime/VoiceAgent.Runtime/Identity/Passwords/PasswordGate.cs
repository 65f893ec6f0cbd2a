using Microsoft.Extensions.Options;

namespace VoiceAgent.Runtime.Identity.Passwords;

/// <summary>
/// Lets a few passwords be hashed at a time. Each takes 19 MiB and a core for about 20 ms: a thousand logins at once would take 19 GB
/// and every thread, and the calls with them.
/// </summary>
internal sealed class PasswordGate(IOptions<IdentitySettings> settings) : IDisposable
{
    private readonly SemaphoreSlim _places = new(settings.Value.HashingAtOnce is > 0 and var some ? some : Environment.ProcessorCount);
    private int _waiting;

    /// <summary>Runs work that hashes once or twice when its turn comes.</summary>
    /// <exception cref="TooManyLoginsException">The queue is full.</exception>
    public async Task<T> RunAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref _waiting) > settings.Value.HashingQueue)
        {
            Interlocked.Decrement(ref _waiting);
            throw new TooManyLoginsException();
        }

        try
        {
            await _places.WaitAsync(cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }

        try
        {
            return await work();
        }
        finally
        {
            _places.Release();
        }
    }

    public void Dispose() => _places.Dispose();
}

/// <summary>More people log in than this process can serve.</summary>
internal sealed class TooManyLoginsException() : Api.OverloadedException("Too many logins wait for their turn.");
