using System.ComponentModel.DataAnnotations;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;
using VoiceAgent.Runtime.Identity.Access;

namespace VoiceAgent.Runtime.Api;

/// <summary>How much the API takes. Section <c>RateLimits</c>. Requests a second, and twenty seconds' worth at once.</summary>
internal sealed class RateLimitSettings
{
    /// <summary>The configuration section.</summary>
    public const string Section = "RateLimits";

    /// <summary>From one account or key, 1 to 100 000.</summary>
    [Range(1, 100_000)]
    public int PerCaller { get; set; } = 50;

    /// <summary>From one tenant, 1 to 100 000.</summary>
    [Range(1, 100_000)]
    public int PerTenant { get; set; } = 200;

    /// <summary>From one address without a credential, 1 to 100 000.</summary>
    [Range(1, 100_000)]
    public int PerAddress { get; set; } = 10;
}

internal static class RateLimits
{
    private const int Burst = 20;

    public static void Add(IServiceCollection services)
    {
        services.AddOptions<RateLimitSettings>().BindConfiguration(RateLimitSettings.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddRateLimiter(_ => { });
        services.AddOptions<RateLimiterOptions>().Configure<IOptions<RateLimitSettings>>((limiter, settings) =>
        {
            limiter.GlobalLimiter = PartitionedRateLimiter.CreateChained(
                PartitionedRateLimiter.Create<HttpContext, string>(context => OfCaller(context, settings.Value)),
                PartitionedRateLimiter.Create<HttpContext, string>(context => OfTenant(context, settings.Value)));
            limiter.OnRejected = async (rejected, _) => await Problems
                .TooMany(rejected.HttpContext, rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : TimeSpan.FromSeconds(1))
                .ExecuteAsync(rejected.HttpContext);
        });
    }

    private static RateLimitPartition<string> OfCaller(HttpContext context, RateLimitSettings settings)
    {
        if (!context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase))
        {
            return RateLimitPartition.GetNoLimiter("");
        }

        return Caller.From(context.User) is { } caller
            ? Bucket($"caller {caller.TenantId} {caller.Subject}", settings.PerCaller)
            : Bucket($"address {Caller.Address(context)}", settings.PerAddress);
    }

    private static RateLimitPartition<string> OfTenant(HttpContext context, RateLimitSettings settings) =>
        Caller.From(context.User) is { } caller ? Bucket($"tenant {caller.TenantId}", settings.PerTenant) : RateLimitPartition.GetNoLimiter("");

    private static RateLimitPartition<string> Bucket(string key, int perSecond) => RateLimitPartition.GetTokenBucketLimiter(key, _ => new TokenBucketRateLimiterOptions
    {
        TokenLimit = perSecond * Burst,
        TokensPerPeriod = perSecond,
        ReplenishmentPeriod = TimeSpan.FromSeconds(1),
        QueueLimit = 0,
        AutoReplenishment = true,
    });
}
