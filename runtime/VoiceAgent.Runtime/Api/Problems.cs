using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;

namespace VoiceAgent.Runtime.Api;

/// <summary>Every refusal of the API: problem+json with a <c>code</c> that programs may rely on and a sentence for people.</summary>
internal static class Problems
{
    public static ProblemHttpResult Of(int status, string code, string detail) =>
        TypedResults.Problem(statusCode: status, detail: detail, extensions: [new("code", code)]);

    public static ProblemHttpResult NotFound(string what) => Of(StatusCodes.Status404NotFound, "not_found", $"There is no such {what}.");

    public static ProblemHttpResult Forbidden(string detail) => Of(StatusCodes.Status403Forbidden, "forbidden", detail);

    public static ProblemHttpResult Conflict(string code, string detail) => Of(StatusCodes.Status409Conflict, code, detail);

    /// <summary>Names every wrong field at once.</summary>
    public static ProblemHttpResult Invalid(IReadOnlyDictionary<string, string[]> fields) => TypedResults.Problem(
        statusCode: StatusCodes.Status400BadRequest,
        detail: "Some fields are wrong; 'errors' names each.",
        extensions: [new("code", "invalid_request"), new("errors", fields)]);

    public static ProblemHttpResult Invalid(string field, string problem) => Invalid(new Dictionary<string, string[]> { [field] = [problem] });

    /// <summary>Too much, too fast.</summary>
    public static ProblemHttpResult TooMany(HttpContext context, TimeSpan wait)
    {
        context.Response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        return Of(StatusCodes.Status429TooManyRequests, "rate_limited", "Too many requests. Wait for as long as Retry-After says.");
    }

    /// <summary>The code of a refusal that no endpoint wrote.</summary>
    public static string CodeOf(int status) => status switch
    {
        400 => "invalid_request",
        401 => "unauthenticated",
        403 => "forbidden",
        404 => "not_found",
        405 => "method_not_allowed",
        406 => "not_acceptable",
        409 => "conflict",
        412 => "precondition_failed",
        413 => "too_large",
        415 => "unsupported_media_type",
        429 => "rate_limited",
        503 => "unavailable",
        _ => status < 500 ? "refused" : "internal_error",
    };
}
