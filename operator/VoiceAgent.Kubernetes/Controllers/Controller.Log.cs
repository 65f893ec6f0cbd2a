using System.Collections;
using Microsoft.Extensions.Logging;
using VoiceAgent.Kubernetes.Api;

namespace VoiceAgent.Kubernetes.Controllers;

internal sealed partial class Controller
{
    [LoggerMessage(Level = LogLevel.Error, Message = "Reconciling {Key} failed; next try in {Seconds:0.000} s")]
    private static partial void LogFailed(ILogger logger, ObjectKey key, double seconds, Exception exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "Reconciling {Key} failed for good; the object has to change first")]
    private static partial void LogTerminal(ILogger logger, ObjectKey key, Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Reconciling {Key} was cancelled after {Timeout} s; next try in {Seconds:0.000} s")]
    private static partial void LogTimedOut(ILogger logger, ObjectKey key, double timeout, double seconds);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Reconciling {Key} met a newer version; trying again")]
    private static partial void LogConflict(ILogger logger, ObjectKey key, Exception exception);

    /// <summary>What every log line of one reconcile carries. The identifier tells two attempts on the same object apart.</summary>
    private sealed class ReconcileScope(string controller, ObjectKey key, Guid reconcileId) : IReadOnlyList<KeyValuePair<string, object?>>
    {
        public int Count => 4;

        public KeyValuePair<string, object?> this[int index] => index switch
        {
            0 => new("controller", controller),
            1 => new("namespace", key.Namespace),
            2 => new("name", key.Name),
            3 => new("reconcileID", reconcileId),
            _ => throw new ArgumentOutOfRangeException(nameof(index)),
        };

        public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
        {
            for (var index = 0; index < Count; index++)
            {
                yield return this[index];
            }
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        public override string ToString() => $"{controller} {key} {reconcileId}";
    }
}
