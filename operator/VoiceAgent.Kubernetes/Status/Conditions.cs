using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace VoiceAgent.Kubernetes.Status;

/// <summary>The rules that the API conventions set for <c>status.conditions</c>, on plain JSON so that any condition type will do.</summary>
internal static partial class Conditions
{
    // metav1.Condition: maxLength of message.
    internal const int LongestMessage = 32_768;

    /// <summary>
    /// Completes the wished conditions: <c>lastTransitionTime</c> moves only when <c>status</c> flips, <c>observedGeneration</c> is the object's,
    /// messages are cut to what the API accepts.
    /// </summary>
    internal static void Complete(JsonArray wished, JsonArray? before, long? generation, DateTimeOffset now)
    {
        foreach (var condition in wished.OfType<JsonObject>())
        {
            Check(condition);
            var type = condition["type"]!.GetValue<string>();
            var former = before?.OfType<JsonObject>().FirstOrDefault(known => (string?)known["type"] == type);
            var since = former is not null && (string?)former["status"] == (string?)condition["status"] ? (string?)former["lastTransitionTime"] : null;
            condition["lastTransitionTime"] = since ?? now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
            if (generation is { } observed)
            {
                condition["observedGeneration"] = observed;
            }

            var message = (string?)condition["message"] ?? "";
            condition["message"] = message.Length > LongestMessage ? string.Concat(message.AsSpan(0, LongestMessage - 1), "…") : message;
        }
    }

    private static void Check(JsonObject condition)
    {
        var type = (string?)condition["type"];
        if (string.IsNullOrEmpty(type))
        {
            throw new ArgumentException("A condition has no type.");
        }

        if ((string?)condition["status"] is not ("True" or "False" or "Unknown"))
        {
            throw new ArgumentException($"The condition {type} needs the status True, False or Unknown.");
        }

        if (!Reason().IsMatch((string?)condition["reason"] ?? ""))
        {
            throw new ArgumentException($"The condition {type} needs a CamelCase reason.");
        }
    }

    // metav1.Condition: pattern of reason.
    [GeneratedRegex("^[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?$")]
    private static partial Regex Reason();
}
