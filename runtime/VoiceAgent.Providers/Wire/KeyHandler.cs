using System.Net;
using System.Net.Http.Headers;

namespace VoiceAgent.Providers.Wire;

/// <summary>Shows the vendor the key that is in force at this moment, whatever the client above put there.</summary>
internal sealed class KeyHandler(Action<HttpRequestHeaders> showKey, bool preferHttp2) : DelegatingHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (preferHttp2)
        {
            // Cancelling a reply then ends a stream, not the connection: the next sentence finds it warm.
            request.Version = HttpVersion.Version20;
            request.VersionPolicy = HttpVersionPolicy.RequestVersionOrLower;
        }

        showKey(request.Headers);
        return base.SendAsync(request, cancellationToken);
    }
}
