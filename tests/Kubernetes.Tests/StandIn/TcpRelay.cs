using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace VoiceAgent.Kubernetes.Tests.StandIn;

/// <summary>
/// A wire between client and server that can go dead without either end being told: no FIN, no RST, just silence, as after a lost NAT entry.
/// </summary>
public sealed class TcpRelay : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Uri _server;
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentBag<Wire> _wires = [];
    private readonly Task _accepting;

    public TcpRelay(Uri server)
    {
        _server = server;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public Uri Url => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    /// <summary>New connections are accepted and lead nowhere; while false they work.</summary>
    public bool Partitioned { get; set; }

    /// <summary>Every connection that exists now goes silent, in both directions, and stays open.</summary>
    public void Silence()
    {
        foreach (var wire in _wires)
        {
            wire.Dead = true;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Stop();
        foreach (var wire in _wires)
        {
            wire.Dispose();
        }

        await _accepting;
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var wire = new Wire(await _listener.AcceptTcpClientAsync(_stopping.Token)) { Dead = Partitioned };
                _wires.Add(wire);
                _ = wire.RunAsync(_server, _stopping.Token);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Stopped.
        }
    }

    private sealed class Wire(TcpClient client) : IDisposable
    {
        private readonly TcpClient _server = new();

        internal volatile bool Dead;

        internal async Task RunAsync(Uri server, CancellationToken cancellationToken)
        {
            try
            {
                await _server.ConnectAsync(server.Host, server.Port, cancellationToken);
                await Task.WhenAll(
                    CopyAsync(client.GetStream(), _server.GetStream(), cancellationToken),
                    CopyAsync(_server.GetStream(), client.GetStream(), cancellationToken));
            }
            catch (SocketException)
            {
                // The server is gone.
            }

            Dispose();
        }

        public void Dispose()
        {
            client.Dispose();
            _server.Dispose();
        }

        private async Task CopyAsync(NetworkStream from, NetworkStream to, CancellationToken cancellationToken)
        {
            var buffer = new byte[16 * 1024];
            try
            {
                while (true)
                {
                    var read = await from.ReadAsync(buffer, cancellationToken);
                    if (Dead)
                    {
                        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
                    }

                    if (read == 0)
                    {
                        break;
                    }

                    await to.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
                }
            }
            catch (Exception exception) when (exception is IOException or OperationCanceledException or ObjectDisposedException)
            {
                // One end is gone; the other is told below.
            }

            Dispose();
        }
    }
}
