namespace VoiceAgent.Runtime.Lifetimes;

/// <summary>
/// Something that many calls use and that may be replaced while they do: new calls get the new one, and the old one is let go when the
/// last call that uses it is over.
/// </summary>
internal sealed class Shared<T>
    where T : class
{
    private readonly Lock _gate = new();
    private readonly T _value;
    private int _uses;
    private bool _retired;

    public Shared(T value) => _value = value;

    /// <summary>Begins a use; null when it is retired already.</summary>
    public Use? TryUse()
    {
        lock (_gate)
        {
            if (_retired)
            {
                return null;
            }

            _uses++;
            return new Use(this);
        }
    }

    /// <summary>No new use begins; the value goes with the last one.</summary>
    public ValueTask RetireAsync()
    {
        lock (_gate)
        {
            if (_retired)
            {
                return ValueTask.CompletedTask;
            }

            _retired = true;
            return _uses == 0 ? LetGoAsync() : ValueTask.CompletedTask;
        }
    }

    private ValueTask EndUseAsync()
    {
        lock (_gate)
        {
            _uses--;
            return _retired && _uses == 0 ? LetGoAsync() : ValueTask.CompletedTask;
        }
    }

    private async ValueTask LetGoAsync()
    {
        // Out of the lock before anything is disposed.
        await Task.Yield();
        switch (_value)
        {
            case IAsyncDisposable disposable:
                await disposable.DisposeAsync();
                break;
            case IDisposable disposable:
                disposable.Dispose();
                break;
        }
    }

    /// <summary>One use, ended by disposing it.</summary>
    public sealed class Use(Shared<T> shared) : IAsyncDisposable
    {
        private int _ended;

        public T Value => shared._value;

        public ValueTask DisposeAsync() => Interlocked.Exchange(ref _ended, 1) == 0 ? shared.EndUseAsync() : ValueTask.CompletedTask;
    }
}
