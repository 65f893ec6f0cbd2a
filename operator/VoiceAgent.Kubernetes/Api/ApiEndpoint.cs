using System.Net.Sockets;
using k8s;

namespace VoiceAgent.Kubernetes.Api;

/// <summary>Where the API server is and how its connections are kept honest. Connections are made here and nowhere else.</summary>
internal sealed class ApiEndpoint(KubernetesClientConfiguration configuration, TimeProvider time)
{
    internal TimeProvider Time => time;

    internal Version HttpVersion => configuration.DisableHttp2 ? System.Net.HttpVersion.Version11 : System.Net.HttpVersion.Version20;

    internal string? TlsServerName => string.IsNullOrWhiteSpace(configuration.TlsServerName) ? null : configuration.TlsServerName;

    internal k8s.Kubernetes Connect(string userAgent, params DelegatingHandler[] handlers)
    {
        var (formerAgent, existing) = (configuration.UserAgent, configuration.FirstMessageHandlerSetup);
        configuration.UserAgent = userAgent;
        configuration.FirstMessageHandlerSetup = handler =>
        {
            existing?.Invoke(handler);
            KeepHonest(handler);
        };
        try
        {
            return new k8s.Kubernetes(configuration, handlers);
        }
        finally
        {
            (configuration.UserAgent, configuration.FirstMessageHandlerSetup) = (formerAgent, existing);
        }
    }

    // A peer that vanished without a FIN is found within a minute on both protocols: HTTP/2 pings (the client's own default is 3 min + 30 s),
    // and TCP keep-alive for HTTP/1.1, which has no ping.
    private static void KeepHonest(SocketsHttpHandler handler)
    {
        handler.KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests;
        handler.KeepAlivePingDelay = TimeSpan.FromSeconds(30);
        handler.KeepAlivePingTimeout = TimeSpan.FromSeconds(10);
        handler.ConnectTimeout = TimeSpan.FromSeconds(15);
        handler.ConnectCallback ??= ConnectAsync;
    }

    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, 30);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, 10);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, 3);
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
