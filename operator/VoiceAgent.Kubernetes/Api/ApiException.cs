using System.Net;
using System.Text;
using k8s.Models;

namespace VoiceAgent.Kubernetes.Api;

/// <summary>One reason inside a refusal by the API server.</summary>
/// <param name="Reason">A machine-readable word, e.g. <c>FieldValueInvalid</c> or <c>FieldManagerConflict</c>.</param>
/// <param name="Field">The path of the field, e.g. <c>.spec.replicas</c>; empty when it is about the whole object.</param>
/// <param name="Message">The server's own words. They may repeat the rejected value: never log them.</param>
public sealed record StatusCause(string Reason, string Field, string Message);

/// <summary>
/// The API server refused a request. <see cref="Exception.Message"/> names the request, the code and the fields, and never a value: the server's
/// own message can repeat what the user wrote and is kept apart in <see cref="ServerMessage"/>.
/// </summary>
public class ApiException : Exception
{
    internal ApiException(string target, HttpStatusCode statusCode, V1Status? status, TimeSpan? retryAfter)
        : base(Describe(target, statusCode, status))
    {
        StatusCode = statusCode;
        Reason = status?.Reason ?? "";
        ServerMessage = status?.Message;
        Causes = ReadCauses(status);
        RetryAfter = retryAfter ?? (status?.Details?.RetryAfterSeconds is > 0 and var seconds ? TimeSpan.FromSeconds(seconds) : null);
    }

    /// <summary>The HTTP status code, also for an error that arrived inside a watch.</summary>
    public HttpStatusCode StatusCode { get; }

    /// <summary>The server's reason word, e.g. <c>NotFound</c>; empty when it gave none. Decide by <see cref="StatusCode"/>, as reasons change between versions.</summary>
    public string Reason { get; }

    /// <summary>The server's own words, which may repeat a rejected value: for a status condition of the same object, not for logs.</summary>
    public string? ServerMessage { get; }

    /// <summary>Every single reason, with the field it is about.</summary>
    public IReadOnlyList<StatusCause> Causes { get; }

    /// <summary>How long the server asked to wait, when it did.</summary>
    public TimeSpan? RetryAfter { get; }

    /// <summary>404: the object, or its kind, does not exist.</summary>
    public bool IsNotFound => StatusCode == HttpStatusCode.NotFound;

    /// <summary>409: somebody else changed the object, it exists already, or another field manager owns a field.</summary>
    public bool IsConflict => StatusCode == HttpStatusCode.Conflict;

    /// <summary>410: the resource version or continue token is too old; list again.</summary>
    public bool IsGone => StatusCode == HttpStatusCode.Gone;

    /// <summary>403: the service account lacks a permission.</summary>
    public bool IsForbidden => StatusCode == HttpStatusCode.Forbidden;

    /// <summary>422: the object breaks a rule of its schema or of an admission policy.</summary>
    public bool IsInvalid => StatusCode == HttpStatusCode.UnprocessableEntity;

    /// <summary>504 with the cause <c>ResourceVersionTooLarge</c>: this server has not yet seen the resource version that was asked for.</summary>
    internal bool IsResourceVersionTooLarge =>
        StatusCode == HttpStatusCode.GatewayTimeout && Causes.Any(cause => cause.Reason == "ResourceVersionTooLarge");

    private static StatusCause[] ReadCauses(V1Status? status) =>
        status?.Details?.Causes?.Select(cause => new StatusCause(cause.Reason ?? "", cause.Field ?? "", cause.Message ?? "")).ToArray() ?? [];

    private static string Describe(string target, HttpStatusCode statusCode, V1Status? status)
    {
        var text = new StringBuilder($"The API server answered {(int)statusCode}");
        if (!string.IsNullOrEmpty(status?.Reason))
        {
            text.Append(' ').Append(status.Reason);
        }

        text.Append(" to ").Append(target);
        var causes = ReadCauses(status);
        if (causes.Length > 0)
        {
            text.Append(": ").AppendJoin(", ", causes.Take(8).Select(cause => $"{cause.Field} {cause.Reason}".Trim()));
        }

        return text.ToString();
    }
}
