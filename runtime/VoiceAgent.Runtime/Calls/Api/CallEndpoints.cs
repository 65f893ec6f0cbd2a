using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using VoiceAgent.Runtime.Calls.Records;
using VoiceAgent.Runtime.Http;
using VoiceAgent.Runtime.Identity.Access;
using VoiceAgent.Runtime.Storage;
using VoiceAgent.Runtime.Tenancy;

namespace VoiceAgent.Runtime.Calls.Api;

/// <summary><c>/api/v1/calls</c>: what happened, and what was said and heard.</summary>
internal static class CallEndpoints
{
    private const int StandardLimit = 50;
    private const int MostLimit = 100;

    public static void MapCalls(this IEndpointRouteBuilder routes)
    {
        var calls = routes.MapGroup("/api/v1/calls").WithTags("calls");
        calls.MapGet("", ListAsync).WithName("ListCalls").WithSummary("Lists calls, the latest first").RequireAuthorization(Permissions.CallsRead);
        calls.MapGet("{id:guid}", GetAsync).WithName("GetCall").WithSummary("One call with its turns and events").RequireAuthorization(Permissions.CallsRead);
        calls.MapGet("{id:guid}/recording", GetRecordingAsync).WithName("GetCallRecording").WithSummary("The stereo recording of a call, as WAV; ranges are served")
            .RequireAuthorization(Permissions.CallsListen);
    }

    private static async Task<Results<Ok<CallListResponse>, ProblemHttpResult>> ListAsync(
        ClaimsPrincipal user, CallReader reader, string? agent, string? cursor, string? limit, CancellationToken cancellationToken)
    {
        // Read as text, so that a wrong number is answered with the field's name and not with the framework's empty 400.
        var size = StandardLimit;
        if (limit is not null && !(int.TryParse(limit, out size) && size is >= 1 and <= MostLimit))
        {
            return Problems.InvalidParameter("limit", $"limit must be a whole number from 1 to {MostLimit}.");
        }

        Guid? after = null;
        if (cursor is not null)
        {
            if (!Cursor.TryRead(cursor, out var last))
            {
                return Problems.InvalidParameter("cursor", "cursor must be the nextCursor of an earlier page.");
            }

            after = last;
        }

        return TypedResults.Ok(await reader.ListAsync(user.TenantId(), agent, after, size, cancellationToken));
    }

    private static async Task<Results<Ok<CallDetailResponse>, ProblemHttpResult>> GetAsync(
        ClaimsPrincipal user, CallReader reader, Guid id, CancellationToken cancellationToken) =>
        await reader.FindAsync(user.TenantId(), id, cancellationToken) is { } call ? TypedResults.Ok(call) : Problems.NotFound("call");

    private static async Task<Results<PhysicalFileHttpResult, ProblemHttpResult>> GetRecordingAsync(
        ClaimsPrincipal user, CallReader reader, IOptions<StorageOptions> storage, Guid id, CancellationToken cancellationToken)
    {
        if (await reader.FindRecordingAsync(user.TenantId(), id, cancellationToken) is not { } recording)
        {
            return Problems.NotFound("recording");
        }

        if (recording.State == RecordingState.Open)
        {
            return Problems.Because(StatusCodes.Status409Conflict, "recording_not_finished", "The recording is still being written; ask again when the call is over.");
        }

        var path = Path.Combine(storage.Value.RecordingsFolder, recording.File);
        return recording.Bytes > 0 && File.Exists(path)
            ? TypedResults.PhysicalFile(path, "audio/wav", $"{id}.wav", enableRangeProcessing: true)
            : Problems.Because(StatusCodes.Status404NotFound, "recording_lost", "The recording could not be kept; the call's events say why.");
    }
}
