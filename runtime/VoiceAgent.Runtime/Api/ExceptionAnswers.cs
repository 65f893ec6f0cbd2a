using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;
using VoiceAgent.Runtime.Storage;

namespace VoiceAgent.Runtime.Api;

/// <summary>Turns what endpoints throw into answers. Only what is nobody's fault but ours is a 500, and that one is logged.</summary>
internal sealed partial class ExceptionAnswers(ILogger<ExceptionAnswers> log) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return true;
        }

        var answer = Answer(httpContext, exception);
        if (answer is null)
        {
            return false;
        }

        await answer.ExecuteAsync(httpContext);
        return true;
    }

    private ProblemHttpResult? Answer(HttpContext context, Exception exception)
    {
        switch (exception)
        {
            case BadHttpRequestException bad:
                return Problems.Of(bad.StatusCode, Problems.CodeOf(bad.StatusCode), Sentence(bad));
            case OverloadedException:
                context.Response.Headers.RetryAfter = "5";
                return Problems.Of(StatusCodes.Status503ServiceUnavailable, "overloaded", "Too many are asking at once. Try again in a few seconds.");
            case var _ when StorageFault.IsOutage(exception):
                LogOutage(exception);
                context.Response.Headers.RetryAfter = "5";
                return Problems.Of(StatusCodes.Status503ServiceUnavailable, "storage_unavailable", "The database does not answer. Nothing was changed; try again.");
            default:
                LogDefect(exception);
                return Problems.Of(StatusCodes.Status500InternalServerError, "internal_error", "This is our fault. The trace identifier finds it in the log.");
        }
    }

    // The framework's own sentence names types of the program; the reader wants the place in the document.
    private static string Sentence(BadHttpRequestException bad) => bad.InnerException switch
    {
        JsonException { Path: { } path } json when json.Message.Contains("missing required", StringComparison.Ordinal) => $"The body lacks a required field at '{path}'.",
        JsonException { Path: { } path } json when json.Message.Contains("could not be mapped", StringComparison.Ordinal) => $"The body has a field that is not known here: '{path}'.",
        JsonException { Path: { } path, LineNumber: var line } => $"The body is not valid JSON for this request at '{path}' (line {line + 1}).",
        _ when bad.StatusCode == StatusCodes.Status413PayloadTooLarge => "The body is too large.",
        _ when bad.StatusCode == StatusCodes.Status415UnsupportedMediaType => "Send the body as application/json.",
        _ => "The request could not be read: a parameter or the body has the wrong form.",
    };

    [LoggerMessage(Level = LogLevel.Error, Message = "A request failed by our fault")]
    private partial void LogDefect(Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A request failed because the database does not answer")]
    private partial void LogOutage(Exception exception);
}

/// <summary>A queue is full: the request was not begun.</summary>
internal class OverloadedException(string message) : Exception(message);
