using Microsoft.Extensions.Logging;
using Prometheus;

namespace VoiceAgent.Kubernetes.Controllers;

/// <summary>What every controller of a process shares.</summary>
internal sealed record ControllerServices(CollectorRegistry Registry, TimeProvider Time, ILoggerFactory Loggers);

/// <summary>What one controller is made of.</summary>
internal sealed record ControllerDefinition(string Name, ControllerOptions Options, IReadOnlyList<IControllerWatch> Watches);
