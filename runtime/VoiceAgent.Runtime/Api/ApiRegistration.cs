using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.Json;

namespace VoiceAgent.Runtime.Api;

/// <summary>What every endpoint of the API has in common.</summary>
internal static class ApiRegistration
{
    private const int DeepestBody = 16;

    public static void Add(IServiceCollection services)
    {
        services.AddProblemDetails(options => options.CustomizeProblemDetails = Http.Problems.Complete);
        services.AddExceptionHandler<ExceptionAnswers>();
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        services.Configure<JsonOptions>(options => Settle(options.SerializerOptions));
        services.AddSingleton<Cursors>();
        services.AddSingleton<IdempotencyMiddleware>();
        RateLimits.Add(services);
    }

    /// <summary>Nothing is guessed: what a request does not know, names twice or leaves out is an error with its place.</summary>
    public static void Settle(JsonSerializerOptions json)
    {
        json.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        json.AllowDuplicateProperties = false;
        json.RespectNullableAnnotations = true;
        json.RespectRequiredConstructorParameters = true;
        json.MaxDepth = DeepestBody;
        json.NumberHandling = JsonNumberHandling.Strict;
        json.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
    }
}
