using Microsoft.Extensions.Logging;

namespace VoiceAgent.Providers.Wire;

/// <summary>What the adapters say in the log: provider names and reasons, never texts or keys.</summary>
internal static partial class VendorLog
{
    [LoggerMessage(EventId = 4101, Level = LogLevel.Warning, Message = "Provider {Provider}: the transcription socket broke and is replaced. {Reason}")]
    public static partial void EarReconnects(this ILogger logger, string provider, string reason);

    [LoggerMessage(EventId = 4102, Level = LogLevel.Warning, Message = "Provider {Provider}: the speech socket broke and is replaced. {Reason}")]
    public static partial void MouthReconnects(this ILogger logger, string provider, string reason);

    [LoggerMessage(EventId = 4103, Level = LogLevel.Warning, Message = "Provider {Provider}: speaks over HTTP, for want of a socket. {Reason}")]
    public static partial void SpeaksOverHttp(this ILogger logger, string provider, string reason);
}
