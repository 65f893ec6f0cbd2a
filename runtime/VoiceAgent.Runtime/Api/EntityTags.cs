using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;

namespace VoiceAgent.Runtime.Api;

/// <summary>Guards what two may edit: the writer says which version was read.</summary>
internal static class EntityTags
{
    public static void Set(HttpContext context, int version) => context.Response.Headers.ETag = Of(version);

    /// <summary>Null when the request was made from this version.</summary>
    public static ProblemHttpResult? Refuse(HttpContext context, int version) => context.Request.Headers.IfMatch.ToString() switch
    {
        "" => Problems.Of(StatusCodes.Status428PreconditionRequired, "if_match_required", "Send If-Match with the ETag that you read."),
        var sent when sent == Of(version) => null,
        _ => Problems.Of(StatusCodes.Status412PreconditionFailed, "changed_meanwhile", "It was changed since you read it. Read it again."),
    };

    private static string Of(int version) => string.Create(CultureInfo.InvariantCulture, $"\"{version}\"");
}
