namespace VoiceAgent.Runtime.Realtime.Handshake;

/// <summary>What the door needs of whoever knows the keys.</summary>
internal interface IRealtimeAccess
{
    /// <summary>Whom a bearer key belongs to; null when it opens nothing. Takes the same time for every wrong key of one length.</summary>
    ValueTask<RealtimeCaller?> VerifyAsync(string key, CancellationToken cancellationToken);
}

/// <summary>Who opened the door.</summary>
/// <param name="TenantId">The tenant whose agents may be called.</param>
/// <param name="Subject">Who it is, for the record: a key's name, never the key.</param>
internal sealed record RealtimeCaller(string TenantId, string Subject);
