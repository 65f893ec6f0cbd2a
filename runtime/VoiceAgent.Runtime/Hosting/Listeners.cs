using System.Net;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace VoiceAgent.Runtime.Hosting;

/// <summary>
/// Two doors of the process: one for clients, one for the platform. Which one a request came through is marked on its connection;
/// its headers prove nothing.
/// </summary>
internal static class Listeners
{
    private const long MostBodyBytes = 1024 * 1024;
    private static readonly object InternalMark = new();

    public static void Configure(this KestrelServerOptions kestrel, ListenerOptions options)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = MostBodyBytes;
        kestrel.Limits.MaxConcurrentConnections = options.MostConnections;
        kestrel.Limits.MaxConcurrentUpgradedConnections = options.MostConnections;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
        Listen(kestrel, options, options.Port, _ => { });
        Listen(kestrel, options, options.InternalPort, listener => listener.Use(next => connection =>
        {
            connection.Items[InternalMark] = true;
            return next(connection);
        }));
    }

    /// <summary>Whether a request came through the platform's door.</summary>
    public static bool IsInternal(this HttpContext context) =>
        context.Features.Get<IConnectionItemsFeature>()?.Items.ContainsKey(InternalMark) == true;

    /// <summary>Where the process listens: for clients first, for the platform second.</summary>
    public static (Uri Public, Uri Internal) Addresses(this IServer server)
    {
        var all = server.Features.Get<IServerAddressesFeature>()!.Addresses.Select(address => new Uri(address)).ToList();

        // Both families of one port are listed; the order is that of Configure.
        var ports = all.Select(address => address.Port).Distinct().ToList();
        return (new Uri($"http://localhost:{ports[0]}"), new Uri($"http://localhost:{ports[^1]}"));
    }

    private static void Listen(KestrelServerOptions kestrel, ListenerOptions options, int port, Action<ListenOptions> configure)
    {
        if (options.IsOpen)
        {
            kestrel.ListenAnyIP(port, configure);
        }
        else if (port == 0)
        {
            // A free port is one of one address; "localhost" would be two.
            kestrel.Listen(IPAddress.Loopback, port, configure);
        }
        else
        {
            kestrel.ListenLocalhost(port, configure);
        }
    }
}
