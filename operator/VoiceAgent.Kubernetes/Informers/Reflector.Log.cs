using System.Net;
using Microsoft.Extensions.Logging;
using VoiceAgent.Kubernetes.Api;

namespace VoiceAgent.Kubernetes.Informers;

internal sealed partial class Reflector<T>
{
    private void Report(Exception exception, TimeSpan delay)
    {
        switch (exception)
        {
            case ApiException { StatusCode: HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized }:
                LogForbidden(_logger, _kind, _selection.Namespace, delay.TotalSeconds);
                break;
            case ApiException { IsNotFound: true }:
                LogMissing(_logger, _kind, delay.TotalSeconds);
                break;
            default:
                LogFailed(_logger, _kind, _selection.Namespace, delay.TotalSeconds, exception);
                break;
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "Listed {Kind} in {Namespace}: {Count} objects ({Reason})")]
    private static partial void LogListed(ILogger logger, ResourceKind kind, string? @namespace, int count, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "The watch on {Kind} in {Namespace} ended: {Ending}")]
    private static partial void LogEnded(ILogger logger, ResourceKind kind, string? @namespace, WatchEnding ending);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Listing or watching {Kind} in {Namespace} failed; next try in {Seconds:0.0} s")]
    private static partial void LogFailed(ILogger logger, ResourceKind kind, string? @namespace, double seconds, Exception exception);

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "The service account may not list and watch {Kind} in {Namespace}. Grant it the verbs list and watch; next try in {Seconds:0.0} s")]
    private static partial void LogForbidden(ILogger logger, ResourceKind kind, string? @namespace, double seconds);

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "The API server does not know {Kind}. Install its CustomResourceDefinition; next try in {Seconds:0.0} s")]
    private static partial void LogMissing(ILogger logger, ResourceKind kind, double seconds);
}
