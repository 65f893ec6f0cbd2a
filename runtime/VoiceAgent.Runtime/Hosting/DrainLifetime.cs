using System.Runtime.InteropServices;

namespace VoiceAgent.Runtime.Hosting;

/// <summary>
/// Answers the operating system's signals. SIGTERM (the platform) drains patiently; SIGINT (a person at the terminal) ends calls at once,
/// recorded all the same; a second signal stops without waiting.
/// </summary>
internal sealed class DrainLifetime : IHostLifetime, IDisposable
{
    private readonly Drain _drain;
    private readonly IHostApplicationLifetime _lifetime;
    private readonly CancellationTokenSource _hurry = new();
    private readonly List<PosixSignalRegistration> _signals = [];
    private int _received;

    public DrainLifetime(Drain drain, IHostApplicationLifetime lifetime)
    {
        _drain = drain;
        _lifetime = lifetime;
    }

    public Task WaitForStartAsync(CancellationToken cancellationToken)
    {
        _signals.Add(PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => Received(signal, patient: true)));
        _signals.Add(PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => Received(signal, patient: false)));
        _signals.Add(PosixSignalRegistration.Create(PosixSignal.SIGQUIT, signal => Received(signal, patient: false)));

        // However it stops, sockets of calls must end before the server waits for them in vain.
        _lifetime.ApplicationStopping.Register(_drain.HangUpAll);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        _signals.ForEach(signal => signal.Dispose());
        _hurry.Dispose();
    }

    private void Received(PosixSignalContext signal, bool patient)
    {
        signal.Cancel = true;
        if (Interlocked.Increment(ref _received) == 1)
        {
            _ = Task.Run(() => DrainThenStopAsync(patient));
        }
        else
        {
            _hurry.Cancel();
            _lifetime.StopApplication();
        }
    }

    private async Task DrainThenStopAsync(bool patient)
    {
        try
        {
            await _drain.RunAsync(patient, _hurry.Token);
        }
        finally
        {
            _lifetime.StopApplication();
        }
    }
}
