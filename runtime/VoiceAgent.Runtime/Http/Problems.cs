using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.WebUtilities;

namespace VoiceAgent.Runtime.Http;

/// <summary>Answers that say what is wrong: problem+json with a stable <c>code</c> for programs and a sentence for people.</summary>
internal static class Problems
{
    private const string Code = "code";

    /// <summary>A problem that an endpoint found.</summary>
    /// <param name="status">HTTP status.</param>
    /// <param name="code">Snake case; part of the contract.</param>
    /// <param name="detail">What is wrong and what to do.</param>
    /// <param name="field">The parameter that is at fault, if one is.</param>
    public static ProblemHttpResult Because(int status, string code, string detail, string? field = null)
    {
        var extensions = new Dictionary<string, object?> { [Code] = code };
        if (field is not null)
        {
            extensions["field"] = field;
        }

        return TypedResults.Problem(statusCode: status, title: ReasonPhrases.GetReasonPhrase(status), detail: detail, extensions: extensions);
    }

    public static ProblemHttpResult NotFound(string what) =>
        Because(StatusCodes.Status404NotFound, "not_found", $"There is no such {what}.");

    public static ProblemHttpResult InvalidParameter(string field, string detail) =>
        Because(StatusCodes.Status400BadRequest, "invalid_parameter", detail, field);

    /// <summary>Gives a code to problems that the framework found, so that none is without.</summary>
    public static void Complete(ProblemDetailsContext context)
    {
        var problem = context.ProblemDetails;
        problem.Extensions.TryAdd(Code, (problem.Status ?? context.HttpContext.Response.StatusCode) switch
        {
            StatusCodes.Status400BadRequest => "bad_request",
            StatusCodes.Status401Unauthorized => "unauthorized",
            StatusCodes.Status403Forbidden => "forbidden",
            StatusCodes.Status404NotFound => "not_found",
            StatusCodes.Status405MethodNotAllowed => "method_not_allowed",
            StatusCodes.Status413PayloadTooLarge => "too_large",
            StatusCodes.Status415UnsupportedMediaType => "unsupported_media_type",
            StatusCodes.Status429TooManyRequests => "too_many_requests",
            StatusCodes.Status503ServiceUnavailable => "unavailable",
            >= 500 => "internal_error",
            _ => "error",
        });
        problem.Extensions.TryAdd("traceId", System.Diagnostics.Activity.Current?.TraceId.ToString() ?? context.HttpContext.TraceIdentifier);
    }
}
