using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using VoiceAgent.Runtime.Identity;
using VoiceAgent.Runtime.Identity.Access;
using VoiceAgent.Runtime.Storage;

namespace VoiceAgent.Runtime.Api;

/// <summary>
/// A POST with an <c>Idempotency-Key</c> acts once: a repetition gets the stored answer, the same key with another body is refused, and
/// one that comes while the first still runs is told to wait. Kept for a day, for one caller and one address of the API.
/// </summary>
internal sealed class IdempotencyMiddleware(IDbContextFactory<RuntimeDatabase> databases, Seal seal, TimeProvider time)
{
    public const string Header = "Idempotency-Key";

    private const int LongestKey = 128;
    private const int LargestBody = 1024 * 1024;

    private static readonly TimeSpan Kept = TimeSpan.FromHours(24);

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (!HttpMethods.IsPost(context.Request.Method) || context.Request.Headers[Header] is not [{ } key] || Caller.From(context.User) is not { } caller)
        {
            await next(context);
            return;
        }

        if (key.Length is 0 or > LongestKey || key.Any(letter => letter is <= ' ' or > '~'))
        {
            await Problems.Of(StatusCodes.Status400BadRequest, "invalid_idempotency_key", $"Use 1 to {LongestKey} printable ASCII characters.").ExecuteAsync(context);
            return;
        }

        var first = new StoredAnswer
        {
            TenantId = caller.TenantId,
            Key = Hash($"{caller.Subject}\n{context.Request.Path}\n{key}"),
            Request = await HashBodyAsync(context.Request),
            CreatedAt = time.GetUtcNow(),
        };
        if (await ClaimAsync(first, context.RequestAborted) is { } earlier)
        {
            await RepeatAsync(context, first, earlier);
            return;
        }

        await RunAsync(context, next, first);
    }

    private async Task<StoredAnswer?> ClaimAsync(StoredAnswer first, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var old = first.CreatedAt - Kept;
        await database.Set<StoredAnswer>().Where(answer => answer.CreatedAt < old).ExecuteDeleteAsync(cancellationToken);
        if (await FindAsync(database, first.Key, cancellationToken) is { } earlier)
        {
            return earlier;
        }

        try
        {
            database.Add(first);
            await database.SaveChangesAsync(cancellationToken);
            return null;
        }
        catch (DbUpdateException) when (!cancellationToken.IsCancellationRequested)
        {
            await using var again = await databases.CreateDbContextAsync(cancellationToken);
            return await FindAsync(again, first.Key, cancellationToken) ?? throw new InvalidOperationException("An idempotency key was neither taken nor free.");
        }
    }

    private async Task RunAsync(HttpContext context, RequestDelegate next, StoredAnswer first)
    {
        var wire = context.Response.Body;
        using var answer = new MemoryStream();
        context.Response.Body = answer;
        try
        {
            await next(context);
        }
        catch
        {
            await ForgetAsync(first);
            throw;
        }
        finally
        {
            context.Response.Body = wire;
        }

        // A refusal that may pass by itself must not be kept. The client may be gone: what was done is stored all the same.
        if (context.Response.StatusCode is >= 500 or 429)
        {
            await ForgetAsync(first);
        }
        else
        {
            await StoreAsync(first, context.Response, answer.ToArray());
        }

        answer.Position = 0;
        await answer.CopyToAsync(wire, context.RequestAborted);
    }

    private async Task StoreAsync(StoredAnswer first, HttpResponse response, byte[] body)
    {
        var (status, type, location, closed) = (response.StatusCode, response.ContentType, response.Headers.Location.ToString(), seal.Close(body, Place(first)));
        await using var database = await databases.CreateDbContextAsync(CancellationToken.None);
        await database.Set<StoredAnswer>().Where(answer => answer.Key == first.Key).ExecuteUpdateAsync(
            answer => answer.SetProperty(to => to.Status, status).SetProperty(to => to.ContentType, type)
                .SetProperty(to => to.Location, location).SetProperty(to => to.Body, closed),
            CancellationToken.None);
    }

    private async Task ForgetAsync(StoredAnswer first)
    {
        await using var database = await databases.CreateDbContextAsync(CancellationToken.None);
        await database.Set<StoredAnswer>().Where(answer => answer.Key == first.Key).ExecuteDeleteAsync(CancellationToken.None);
    }

    private async Task RepeatAsync(HttpContext context, StoredAnswer first, StoredAnswer earlier)
    {
        if (earlier.Request != first.Request)
        {
            await Problems.Of(StatusCodes.Status422UnprocessableEntity, "idempotency_key_reused", "This key was used with another body. Use a new key for a new request.")
                .ExecuteAsync(context);
            return;
        }

        if (earlier is not { Status: { } status, Body: { } closed })
        {
            await Problems.Conflict("idempotency_in_flight", "The first request with this key has not ended. Ask what became of it before you try a new key.").ExecuteAsync(context);
            return;
        }

        context.Response.StatusCode = status;
        context.Response.Headers["Idempotency-Replayed"] = "true";
        context.Response.ContentType = earlier.ContentType;
        if (earlier.Location is { Length: > 0 } location)
        {
            context.Response.Headers.Location = location;
        }

        var body = seal.Open(closed, Place(first));
        if (body.Length > 0)
        {
            await context.Response.Body.WriteAsync(body, context.RequestAborted);
        }
    }

    private static Task<StoredAnswer?> FindAsync(RuntimeDatabase database, string key, CancellationToken cancellationToken) =>
        database.Set<StoredAnswer>().AsNoTracking().SingleOrDefaultAsync(answer => answer.Key == key, cancellationToken);

    private static async Task<string> HashBodyAsync(HttpRequest request)
    {
        request.EnableBuffering(LargestBody, LargestBody);
        var hash = await SHA256.HashDataAsync(request.Body, request.HttpContext.RequestAborted);
        request.Body.Position = 0;
        return Convert.ToHexStringLower(hash);
    }

    private static string Place(StoredAnswer answer) => $"answer/{answer.TenantId}/{answer.Key}";

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
