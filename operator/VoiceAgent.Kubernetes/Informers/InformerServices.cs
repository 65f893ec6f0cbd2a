using Microsoft.Extensions.Logging;
using VoiceAgent.Kubernetes.Api;
using VoiceAgent.Kubernetes.Telemetry;

namespace VoiceAgent.Kubernetes.Informers;

/// <summary>What every informer of a process shares.</summary>
internal sealed record InformerServices(
    ApiClient Client, WatchOptions Options, InformerMetrics Metrics, TimeProvider Time, ILoggerFactory Loggers);
