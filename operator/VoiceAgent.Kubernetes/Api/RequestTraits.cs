namespace VoiceAgent.Kubernetes.Api;

/// <summary>How <see cref="RequestHandler"/> treats one request; travels in <see cref="HttpRequestMessage.Options"/>.</summary>
internal sealed record RequestTraits
{
    private static readonly HttpRequestOptionsKey<RequestTraits> Key = new("voiceagent.traits");

    /// <summary>Counts against the client's rate limit. Leases do not: a busy operator must not lose the lead by its own throttle.</summary>
    internal bool Limited { get; init; } = true;

    /// <summary>The same request sent twice leaves the same state, so a lost answer may be answered by sending it again.</summary>
    internal bool Idempotent { get; init; }

    /// <summary>May be sent again at all. Watches and leases have loops of their own that decide.</summary>
    internal bool Retried { get; init; } = true;

    /// <summary>How long one attempt may take until the answer's headers are here.</summary>
    internal required TimeSpan HeaderTimeout { get; init; }

    internal static RequestTraits Of(HttpRequestMessage request) =>
        request.Options.TryGetValue(Key, out var traits) ? traits : new RequestTraits { HeaderTimeout = TimeSpan.FromSeconds(30) };

    internal void AttachTo(HttpRequestMessage request) => request.Options.Set(Key, this);
}
