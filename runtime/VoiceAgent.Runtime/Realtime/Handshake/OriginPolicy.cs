using Microsoft.Extensions.Options;

namespace VoiceAgent.Runtime.Realtime.Handshake;

/// <summary>Which web pages may open a socket. A seam: a tenant's own list will replace the process-wide one.</summary>
internal interface IOriginPolicy
{
    /// <param name="origin">The handshake's <c>Origin</c>; null for clients that are no browser.</param>
    /// <param name="bound">Origins that the credential is bound to; empty for none.</param>
    bool Allows(string? origin, IReadOnlyCollection<string> bound);
}

/// <summary>
/// A credential that is bound to origins works from those alone. Otherwise the process-wide list decides about browsers, and a client
/// without an origin rests on its key. Compared as RFC 6454 serialises origins: scheme and host in any case.
/// </summary>
internal sealed class ListedOrigins(IOptions<RealtimeOptions> options) : IOriginPolicy
{
    public bool Allows(string? origin, IReadOnlyCollection<string> bound)
    {
        if (bound.Count > 0)
        {
            return origin is not null && bound.Contains(origin, StringComparer.OrdinalIgnoreCase);
        }

        var allowed = options.Value.AllowedOrigins;
        return origin is null || allowed.Count == 0 || allowed.Contains(origin, StringComparer.OrdinalIgnoreCase);
    }
}
