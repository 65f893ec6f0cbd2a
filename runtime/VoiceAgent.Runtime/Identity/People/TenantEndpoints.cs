using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using VoiceAgent.Runtime.Api;
using VoiceAgent.Runtime.Audit;
using VoiceAgent.Runtime.Identity.Access;
using VoiceAgent.Runtime.Storage;
using VoiceAgent.Runtime.Storage.Isolation;
using VoiceAgent.Runtime.Tenancy;

namespace VoiceAgent.Runtime.Identity.People;

/// <summary><c>/api/v1/tenant</c> for one's own, <c>/api/v1/tenants</c> for who runs the platform.</summary>
internal static class TenantEndpoints
{
    private const string List = "tenants";

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/tenant", GetOwnAsync).WithTags("tenants").WithSummary("Read one's own tenant").RequireAuthorization(Permissions.TenantRead);
        api.MapPatch("/tenant", ChangeOwnAsync).WithTags("tenants").WithSummary("Change one's own tenant").RequireAuthorization(Permissions.TenantManage);
        var tenants = api.MapGroup("/tenants").WithTags("tenants").RequireAuthorization(Permissions.TenantsManage);
        tenants.MapGet("/", ListAsync).WithSummary("List tenants");
        tenants.MapGet("/{name}", GetAsync).WithSummary("Read a tenant");
        tenants.MapPost("/", CreateAsync).WithSummary("Create a tenant and invite its first owner");
        tenants.MapPost("/{name}/suspension", SuspendAsync).WithSummary("Suspend a tenant, or serve it again");
    }

    private static async Task<Results<Ok<TenantResponse>, ProblemHttpResult>> GetOwnAsync(
        HttpContext context, RequestDatabase database, CancellationToken cancellationToken)
    {
        if (await database.Open().Set<TenantRecord>().SingleOrDefaultAsync(cancellationToken) is not { } tenant)
        {
            return Problems.NotFound("tenant");
        }

        EntityTags.Set(context, tenant.Version);
        return TypedResults.Ok(TenantResponse.Of(tenant));
    }

    private static async Task<Results<Ok<TenantResponse>, ProblemHttpResult>> ChangeOwnAsync(
        ChangeTenantRequest request, Caller caller, HttpContext context, RequestDatabase database, AuditLog audit, CancellationToken cancellationToken)
    {
        if (await database.Open().Set<TenantRecord>().SingleOrDefaultAsync(cancellationToken) is not { } tenant)
        {
            return Problems.NotFound("tenant");
        }

        if (EntityTags.Refuse(context, tenant.Version) is { } refusal)
        {
            return refusal;
        }

        var before = TenantResponse.Of(tenant);
        request.Apply(tenant);
        try
        {
            await database.Open().SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            return Problems.Of(StatusCodes.Status412PreconditionFailed, "changed_meanwhile", "It was changed since you read it. Read it again.");
        }

        await audit.WriteAsync(
            new AuditEvent(caller.TenantId, caller.Subject, "tenant.changed", $"tenant/{tenant.TenantId}", Caller.Address(context), new { before, after = TenantResponse.Of(tenant) }),
            cancellationToken);
        EntityTags.Set(context, tenant.Version);
        return TypedResults.Ok(TenantResponse.Of(tenant));
    }

    private static async Task<Results<Ok<Page<TenantResponse>>, ProblemHttpResult>> ListAsync(
        [AsParameters] PageRequest page, Caller caller, IDbContextFactory<RuntimeDatabase> databases, Cursors cursors, CancellationToken cancellationToken)
    {
        if (page.Read(cursors, caller.TenantId, List, out var after) is { } refusal)
        {
            return refusal;
        }

        using var _ = TenantScope.Enter(TenantScope.Everyone);
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var query = database.Set<TenantRecord>().AsNoTracking();
        if (after is not null)
        {
            query = query.Where(tenant => string.Compare(tenant.TenantId, after) > 0);
        }

        var rows = await query.OrderBy(tenant => tenant.TenantId).Take(page.Size + 1).ToListAsync(cancellationToken);
        return TypedResults.Ok(page.Cut(cursors, caller.TenantId, List, rows, TenantResponse.Of, tenant => tenant.TenantId));
    }

    private static async Task<Results<Ok<TenantResponse>, ProblemHttpResult>> GetAsync(string name, TenantDirectory tenants, CancellationToken cancellationToken) =>
        await tenants.FindAsync(name, cancellationToken) is { } tenant ? TypedResults.Ok(TenantResponse.Of(tenant)) : Problems.NotFound("tenant");

    private static async Task<Results<Created<TenantResponse>, ProblemHttpResult>> CreateAsync(
        CreateTenantRequest request, Caller caller, HttpContext context, TenantDirectory tenants, TenantFounding founding, AuditLog audit, CancellationToken cancellationToken)
    {
        if (await tenants.FindAsync(request.Name, cancellationToken) is not null)
        {
            return Problems.Conflict("tenant_exists", "There is a tenant of this name already.");
        }

        var tenant = await founding.FoundAsync(request.Name, request.DisplayName, cancellationToken);
        await founding.InviteOwnerAsync(caller, request.Name, request.OwnerEmail, cancellationToken);
        await audit.WriteAsync(new AuditEvent(caller.TenantId, caller.Subject, "tenant.created", $"tenant/{tenant.TenantId}", Caller.Address(context)), cancellationToken);
        return TypedResults.Created($"/api/v1/tenants/{tenant.TenantId}", TenantResponse.Of(tenant));
    }

    private static async Task<Results<Ok<TenantResponse>, ProblemHttpResult>> SuspendAsync(
        string name, SuspendRequest request, Caller caller, HttpContext context, TenantFounding founding, LiveAccess access, AuditLog audit, CancellationToken cancellationToken)
    {
        if (name == TenantName.Platform)
        {
            return Problems.Forbidden("Who runs the platform cannot shut themselves out.");
        }

        if (await founding.SuspendAsync(name, request.Suspended, cancellationToken) is not { } tenant)
        {
            return Problems.NotFound("tenant");
        }

        access.Changed();
        var action = request.Suspended ? "tenant.suspended" : "tenant.resumed";
        foreach (var log in new[] { caller.TenantId, name }.Distinct())
        {
            await audit.WriteAsync(new AuditEvent(log, caller.Subject, action, $"tenant/{name}", Caller.Address(context), new { request.Reason }), cancellationToken);
        }

        return TypedResults.Ok(TenantResponse.Of(tenant));
    }
}
