using Microsoft.Extensions.Logging;

namespace VoiceAgent.Kubernetes.Leadership;

internal sealed partial class LeaderElector
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Waiting to lead by {Lease} as {Identity}")]
    private static partial void LogWaiting(ILogger logger, string lease, string identity);

    [LoggerMessage(Level = LogLevel.Information, Message = "Leading by {Lease} as {Identity}")]
    private static partial void LogLeading(ILogger logger, string lease, string identity);

    [LoggerMessage(Level = LogLevel.Error, Message = "The lease {Lease} was taken over by {Holder}")]
    private static partial void LogTakenOver(ILogger logger, string lease, string holder);

    [LoggerMessage(Level = LogLevel.Critical, Message = "Lost the lead by {Lease}: no renewal within {Seconds:0.#} s, or taken over. This process must exit")]
    private static partial void LogLost(ILogger logger, string lease, double seconds);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Reading or writing the lease {Lease} failed; trying again")]
    private static partial void LogFailed(ILogger logger, string lease, Exception exception);

    [LoggerMessage(Level = LogLevel.Information, Message = "Released the lease {Lease}")]
    private static partial void LogReleased(ILogger logger, string lease);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The lease {Lease} could not be released; others wait for it to expire")]
    private static partial void LogNotReleased(ILogger logger, string lease, Exception exception);
}
