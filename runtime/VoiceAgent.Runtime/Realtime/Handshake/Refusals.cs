using System.Globalization;

namespace VoiceAgent.Runtime.Realtime.Handshake;

/// <summary>
/// Answers that are no call: problem+json with a stable <c>code</c>, and beside it the <c>error</c> object that clients of OpenAI's API read.
/// </summary>
internal static class Refusals
{
    public static IResult Because(int status, string code, string detail, string? param = null) => Results.Problem(
        statusCode: status,
        detail: detail,
        extensions: new Dictionary<string, object?>
        {
            ["code"] = code,
            ["error"] = new { message = detail, type = status < 500 ? "invalid_request_error" : "server_error", param, code },
        });

    public static IResult NoKey(HttpContext context)
    {
        context.Response.Headers.WWWAuthenticate = "Bearer";
        return Because(
            StatusCodes.Status401Unauthorized,
            "invalid_api_key",
            "Missing or wrong key. Send it as 'Authorization: Bearer KEY', or from a browser as the sub-protocol 'openai-insecure-api-key.KEY'.");
    }

    public static IResult UnknownAgent(string agent) => Because(
        StatusCodes.Status404NotFound, "agent_not_found", $"There is no agent '{(agent.Length <= 64 ? agent : agent[..64] + "…")}'. 'model' takes the name of an agent.", "model");

    public static IResult Refused(HttpContext context, RefusedCall refused)
    {
        if (refused.RetryAfter is { } wait)
        {
            context.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        }

        return Because(refused.Status, refused.Code, refused.Message, refused.Status == StatusCodes.Status404NotFound ? "model" : null);
    }
}
