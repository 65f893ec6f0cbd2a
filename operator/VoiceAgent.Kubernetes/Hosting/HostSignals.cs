using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace VoiceAgent.Kubernetes.Hosting;

/// <summary>How the runtime talks to the process around it.</summary>
internal sealed class HostSignals(IHostApplicationLifetime lifetime, TimeProvider time, ILoggerFactory loggers)
{
    internal TimeProvider Time => time;

    internal ILogger Logger { get; } = loggers.CreateLogger<ControllerRuntime>();

    /// <summary>Ends the process in an orderly way and with a code that says failure.</summary>
    internal void Fail()
    {
        Environment.ExitCode = 1;
        lifetime.StopApplication();
    }
}
