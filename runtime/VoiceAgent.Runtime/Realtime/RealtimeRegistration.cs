using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using VoiceAgent.Runtime.Realtime.ClientSecrets;
using VoiceAgent.Runtime.Realtime.Connection;
using VoiceAgent.Runtime.Realtime.Handshake;

namespace VoiceAgent.Runtime.Realtime;

/// <summary>Adds the Realtime door to a host. The host brings <see cref="IRealtimeAccess"/> and <see cref="IRealtimeCalls"/>, and uses WebSockets.</summary>
internal static class RealtimeRegistration
{
    // A client secret's body is a few hundred bytes.
    private const int MostBodyBytes = 64 * 1024;

    public static IServiceCollection AddRealtime(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<RealtimeOptions>().Bind(configuration.GetSection(RealtimeOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<RealtimeOptions>, RealtimeOptionsValidator>();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IOriginPolicy, ListedOrigins>();
        services.AddSingleton<ClientSecretStore>();
        services.AddSingleton<ConnectionRunner>();
        services.AddSingleton<RealtimeEndpoint>();
        services.AddSingleton<ClientSecretEndpoint>();
        return services;
    }

    public static void MapRealtime(this IEndpointRouteBuilder routes)
    {
        // CONNECT is how a WebSocket begins over HTTP/2.
        routes.MapMethods("/v1/realtime", [HttpMethods.Get, HttpMethods.Connect], (HttpContext context, RealtimeEndpoint endpoint) => endpoint.ServeAsync(context))
            .ExcludeFromDescription();
        routes.MapPost("/v1/realtime/client_secrets", (HttpContext context, ClientSecretEndpoint endpoint) => endpoint.CreateAsync(context))
            .WithMetadata(new Microsoft.AspNetCore.Mvc.RequestSizeLimitAttribute(MostBodyBytes))
            .ExcludeFromDescription();
    }
}
