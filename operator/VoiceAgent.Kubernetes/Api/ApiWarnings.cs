using Microsoft.Extensions.Logging;
using VoiceAgent.Kubernetes.Memory;

namespace VoiceAgent.Kubernetes.Api;

/// <summary>Logs what the API server warns about (deprecated versions, unknown fields), each text once.</summary>
internal sealed partial class ApiWarnings(ILogger logger)
{
    private readonly BoundedMap<string, bool> _seen = new(256);

    internal void Log(HttpRequestMessage request, HttpResponseMessage response)
    {
        if (!response.Headers.NonValidated.Contains("Warning"))
        {
            return;
        }

        foreach (var warning in response.Headers.Warning)
        {
            if (!_seen.TryGet(warning.Text, out _))
            {
                _seen.Set(warning.Text, true);
                LogWarning(logger, request.Method.Method, request.RequestUri!.AbsolutePath, warning.Text);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The API server warns about {Method} {Path}: {Warning}")]
    private static partial void LogWarning(ILogger logger, string method, string path, string warning);
}
