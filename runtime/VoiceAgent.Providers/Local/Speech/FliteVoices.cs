using System.Collections.Concurrent;

namespace VoiceAgent.Providers.Local.Speech;

/// <summary>Instances of voices, rented for a sentence. A new one is made when all of a voice are busy and the bound allows it.</summary>
internal sealed class FliteVoices(string provider, int bound) : IDisposable
{
    private readonly ConcurrentDictionary<string, ConcurrentBag<FliteVoice>> _idle = new(StringComparer.OrdinalIgnoreCase);
    private readonly SemaphoreSlim _speaking = new(bound, bound);

    /// <summary>Fails at once when a voice's library is missing.</summary>
    public void Check(string voice) => Return(voice, Take(voice));

    /// <summary>Runs the work with an instance that nobody else uses, on a thread of the pool.</summary>
    public async Task UseAsync(string voice, Action<FliteVoice> work, CancellationToken cancellationToken)
    {
        await _speaking.WaitAsync(cancellationToken);
        try
        {
            var instance = Take(voice);
            try
            {
                await Task.Run(() => work(instance), CancellationToken.None);
            }
            finally
            {
                Return(voice, instance);
            }
        }
        finally
        {
            _speaking.Release();
        }
    }

    /// <summary>Instances stay loaded for the life of the process: flite cannot unload a voice whose models are in its data segment.</summary>
    public void Dispose() => _speaking.Dispose();

    private FliteVoice Take(string voice) => Bag(voice).TryTake(out var instance) ? instance : FliteVoice.Create(voice, provider);

    private void Return(string voice, FliteVoice instance) => Bag(voice).Add(instance);

    private ConcurrentBag<FliteVoice> Bag(string voice) => _idle.GetOrAdd(voice, _ => []);
}
