using System.Net.Http.Headers;
using Microsoft.Extensions.Logging;
using VoiceAgent.Conversation;

namespace VoiceAgent.Providers.Wire;

/// <summary>What all services of one provider share: its address, its key, its pooled connections, its patience and its clock.</summary>
internal sealed class VendorConnection : IDisposable
{
    private readonly Func<string?> _credential;
    private readonly VendorKey _key;

    /// <param name="connection">The tenant's own words.</param>
    /// <param name="vendor">The vendor's name as people write it.</param>
    /// <param name="address">Where the vendor is found, without a slash at the end.</param>
    /// <param name="key">How the vendor wants to be shown its key.</param>
    /// <param name="services">The host's part.</param>
    public VendorConnection(ProviderConnection connection, string vendor, Uri address, VendorKey key, VendorServices services)
    {
        _credential = connection.Credential;
        _key = key;
        Name = connection.Name;
        Vendor = vendor;
        Address = new Uri(address.AbsoluteUri.TrimEnd('/'));
        Options = services.Options;
        Time = services.Time;
        Logger = services.Loggers.CreateLogger($"VoiceAgent.Providers.{connection.Type}");
        Faults = new VendorFaults(Name, vendor);
        Options.Validate(Name);

        var handler = VendorHandler.Create(connection, Options);
        var retries = new RetryHandler(Options.Retries, Time) { InnerHandler = new KeyHandler(ShowKey, preferHttp2: true) { InnerHandler = handler } };
        Http = new HttpClient(retries) { Timeout = Timeout.InfiniteTimeSpan };
        Sockets = new HttpMessageInvoker(new KeyHandler(ShowKey, preferHttp2: false) { InnerHandler = handler }, disposeHandler: false);
    }

    /// <summary>The tenant's name for the provider.</summary>
    public string Name { get; }

    /// <summary>The vendor's name as people write it.</summary>
    public string Vendor { get; }

    /// <summary>Where the vendor is found, without a slash at the end.</summary>
    public Uri Address { get; }

    public VendorOptions Options { get; }

    public TimeProvider Time { get; }

    public ILogger Logger { get; }

    public VendorFaults Faults { get; }

    /// <summary>For requests. Has no timeout of its own.</summary>
    public HttpClient Http { get; }

    /// <summary>For the opening of sockets.</summary>
    public HttpMessageInvoker Sockets { get; }

    /// <summary>Loops of this provider's calls that are under way.</summary>
    public LoopCount Loops { get; } = new();

    /// <summary>The address of a resource.</summary>
    /// <param name="path">Begins with a slash.</param>
    public Uri At(string path) => new(Address.AbsoluteUri.TrimEnd('/') + path);

    /// <summary>The address of a socket.</summary>
    /// <param name="path">Begins with a slash.</param>
    public Uri SocketAt(string path)
    {
        var address = new UriBuilder(At(path));
        address.Scheme = address.Scheme is "https" or "wss" ? "wss" : "ws";
        return address.Uri;
    }

    /// <summary>Fails when the vendor needs a key and there is none now.</summary>
    /// <exception cref="ProviderException">There is no key.</exception>
    public void RequireKey(CallStage stage)
    {
        if (_key.Required && string.IsNullOrWhiteSpace(_credential()))
        {
            throw Faults.Configuration(stage, $"There is no key for {Vendor}. Put one into the secret that credentialsRef names.");
        }
    }

    public void Dispose()
    {
        Sockets.Dispose();
        Http.Dispose();
    }

    // Read with every request, so that a rotated key needs no restart.
    private void ShowKey(HttpRequestHeaders headers)
    {
        headers.Remove(_key.Header);
        if (_credential()?.Trim() is { Length: > 0 } key)
        {
            headers.TryAddWithoutValidation(_key.Header, _key.Prefix + key);
        }
    }
}
