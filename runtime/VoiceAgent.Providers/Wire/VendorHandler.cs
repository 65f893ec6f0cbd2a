using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using VoiceAgent.Conversation;

namespace VoiceAgent.Providers.Wire;

/// <summary>One policy for every connection to a vendor.</summary>
internal static class VendorHandler
{
    // A vendor moves its addresses; a connection that lives for ever never learns of it.
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan IdleLifetime = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan PingDelay = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan PingWithin = TimeSpan.FromSeconds(10);

    /// <exception cref="ProviderException">The certificate authorities cannot be read.</exception>
    public static SocketsHttpHandler Create(ProviderConnection connection, VendorOptions options)
    {
        var handler = new SocketsHttpHandler
        {
            ConnectTimeout = options.ConnectWithin,
            PooledConnectionLifetime = Lifetime,
            PooledConnectionIdleTimeout = IdleLifetime,
            KeepAlivePingDelay = PingDelay,
            KeepAlivePingTimeout = PingWithin,
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
            EnableMultipleHttp2Connections = true,

            // A redirect would carry the key to another host: only Authorization is taken off on the way.
            AllowAutoRedirect = false,
            UseCookies = false,
        };
        if (connection.CertificateAuthorities is { Length: > 0 } authorities)
        {
            handler.SslOptions.CertificateChainPolicy = Trust(connection.Name, authorities);
        }

        return handler;
    }

    private static X509ChainPolicy Trust(string provider, string authorities)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        try
        {
            policy.CustomTrustStore.ImportFromPem(authorities);
        }
        catch (CryptographicException unreadable)
        {
            throw new ProviderException(provider, CallStage.Media, FaultOwner.Configuration, "The certificate authorities in caCertificateRef are not PEM.", cause: unreadable);
        }

        return policy;
    }
}
