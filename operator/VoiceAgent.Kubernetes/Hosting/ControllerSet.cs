using Microsoft.Extensions.Logging;
using Prometheus;
using VoiceAgent.Kubernetes.Controllers;
using VoiceAgent.Kubernetes.Informers;

namespace VoiceAgent.Kubernetes.Hosting;

/// <summary>Every controller of the process, made once and before any cache starts, so that the caches that they wish for are known.</summary>
internal sealed class ControllerSet
{
    public ControllerSet(
        IEnumerable<ControllerRegistration> registrations, IServiceProvider services, InformerFactory informers, CollectorRegistry registry,
        TimeProvider time, ILoggerFactory loggers)
    {
        var shared = new ControllerServices(registry, time, loggers);
        var all = registrations.ToList();
        if (all.GroupBy(registration => registration.Name).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new InvalidOperationException($"Two controllers are named '{twice.Key}'. Names tell their metrics and logs apart.");
        }

        All = [.. all.Select(registration => registration.Create(services, informers, shared))];
    }

    internal IReadOnlyList<Controller> All { get; }
}
