using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using VoiceAgent.Runtime.Api;
using VoiceAgent.Runtime.Audit;
using VoiceAgent.Runtime.Identity.Access;

namespace VoiceAgent.Runtime.Identity.Keys;

/// <summary><c>/api/v1/api-keys</c>.</summary>
internal static class ApiKeyEndpoints
{
    private const string List = "api-keys";

    public static void Map(RouteGroupBuilder api)
    {
        var keys = api.MapGroup("/api-keys").WithTags("api-keys");
        keys.MapGet("/", ListAsync).WithSummary("List API keys").RequireAuthorization(Permissions.KeysRead);
        keys.MapGet("/{id}", GetAsync).WithSummary("Read an API key").RequireAuthorization(Permissions.KeysRead);
        keys.MapPost("/", CreateAsync).WithSummary("Create an API key").RequireAuthorization(Permissions.KeysManage);
        keys.MapPost("/{id}/rotate", RotateAsync).WithSummary("Give an API key another secret").RequireAuthorization(Permissions.KeysManage);
        keys.MapDelete("/{id}", RevokeAsync).WithSummary("Revoke an API key").RequireAuthorization(Permissions.KeysManage);
    }

    private static async Task<Results<Ok<Page<ApiKeyResponse>>, ProblemHttpResult>> ListAsync(
        [AsParameters] PageRequest page, Caller caller, RequestDatabase database, Cursors cursors, CancellationToken cancellationToken)
    {
        if (page.Read(cursors, caller.TenantId, List, out var after) is { } refusal)
        {
            return refusal;
        }

        var query = database.Open().Set<ApiKeyRecord>().AsNoTracking();
        if (after is not null)
        {
            query = query.Where(key => string.Compare(key.Id, after) > 0);
        }

        var rows = await query.OrderBy(key => key.Id).Take(page.Size + 1).ToListAsync(cancellationToken);
        return TypedResults.Ok(page.Cut(cursors, caller.TenantId, List, rows, ApiKeyResponse.Of, key => key.Id));
    }

    private static async Task<Results<Ok<ApiKeyResponse>, ProblemHttpResult>> GetAsync(string id, RequestDatabase database, CancellationToken cancellationToken) =>
        await FindAsync(id, database, cancellationToken) is { } key ? TypedResults.Ok(ApiKeyResponse.Of(key)) : Problems.NotFound("API key");

    private static async Task<Results<Created<ApiKeySecretResponse>, ProblemHttpResult>> CreateAsync(
        CreateApiKeyRequest request, Caller caller, HttpContext context, RequestDatabase database, ApiKeys keys, AuditLog audit, TimeProvider time,
        CancellationToken cancellationToken)
    {
        if (request.Scopes.Where(scope => !caller.May(scope)).ToList() is { Count: > 0 } beyond)
        {
            return Problems.Forbidden($"Nobody gives a key what the own role lacks: {string.Join(", ", beyond)}.");
        }

        var text = ApiKeyText.Create(caller.TenantId);
        var now = time.GetUtcNow();
        var key = new ApiKeyRecord
        {
            TenantId = caller.TenantId,
            Id = text.Id,
            Name = request.Name,
            Scopes = string.Join(' ', request.Scopes.Distinct().Order(StringComparer.Ordinal)),
            Hash = keys.Hash(text),
            CreatedAt = now,
            CreatedBy = caller.Subject,
            ExpiresAt = request.ExpiresInDays is { } days ? now.AddDays(days) : null,
        };
        database.Open().Add(key);
        await database.Open().SaveChangesAsync(cancellationToken);
        await audit.WriteAsync(
            new AuditEvent(caller.TenantId, caller.Subject, "api_key.created", $"key/{key.Id}", Caller.Address(context), new { scopes = key.Scopes }), cancellationToken);
        return TypedResults.Created($"/api/v1/api-keys/{key.Id}", new ApiKeySecretResponse(ApiKeyResponse.Of(key), text.ToString(), null));
    }

    private static async Task<Results<Ok<ApiKeySecretResponse>, ProblemHttpResult>> RotateAsync(
        string id, RotateApiKeyRequest request, Caller caller, HttpContext context, RequestDatabase database, ApiKeys keys, LiveAccess access, AuditLog audit,
        TimeProvider time, CancellationToken cancellationToken)
    {
        if (await FindAsync(id, database, cancellationToken) is not { RevokedAt: null } key)
        {
            return Problems.NotFound("API key");
        }

        if (key.Scopes.Split(' ').Any(scope => !caller.May(scope)))
        {
            return Problems.Forbidden("This key may do more than you: its secret is not for you.");
        }

        var text = new ApiKeyText(key.TenantId, key.Id, "").Rotate();
        key.PreviousHash = request.OverlapHours > 0 ? key.Hash : null;
        key.PreviousUntil = request.OverlapHours > 0 ? time.GetUtcNow().AddHours(request.OverlapHours) : null;
        key.Hash = keys.Hash(text);
        await database.Open().SaveChangesAsync(cancellationToken);
        access.Changed();
        await audit.WriteAsync(new AuditEvent(caller.TenantId, caller.Subject, "api_key.rotated", $"key/{key.Id}", Caller.Address(context)), cancellationToken);
        return TypedResults.Ok(new ApiKeySecretResponse(ApiKeyResponse.Of(key), text.ToString(), key.PreviousUntil));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> RevokeAsync(
        string id, Caller caller, HttpContext context, RequestDatabase database, LiveAccess access, AuditLog audit, TimeProvider time, CancellationToken cancellationToken)
    {
        if (await FindAsync(id, database, cancellationToken) is not { RevokedAt: null } key)
        {
            return Problems.NotFound("API key");
        }

        key.RevokedAt = time.GetUtcNow();
        await database.Open().SaveChangesAsync(cancellationToken);
        access.Changed();
        await audit.WriteAsync(new AuditEvent(caller.TenantId, caller.Subject, "api_key.revoked", $"key/{key.Id}", Caller.Address(context)), cancellationToken);
        return TypedResults.NoContent();
    }

    private static Task<ApiKeyRecord?> FindAsync(string id, RequestDatabase database, CancellationToken cancellationToken) =>
        database.Open().Set<ApiKeyRecord>().SingleOrDefaultAsync(key => key.Id == id, cancellationToken);
}
