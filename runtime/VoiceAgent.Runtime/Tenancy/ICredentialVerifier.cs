namespace VoiceAgent.Runtime.Tenancy;

/// <summary>
/// Says whom a secret belongs to. The one question that every door asks - REST, the Realtime socket, later the telephone's hooks -
/// so that accounts, tokens and API keys can take the development key's place without a change at the doors.
/// </summary>
internal interface ICredentialVerifier
{
    /// <summary>Null when the secret opens nothing. Takes the same time for every wrong secret of one length.</summary>
    ValueTask<AccessGrant?> VerifyAsync(string credential, CancellationToken cancellationToken);
}

/// <summary>What a verified secret opens.</summary>
/// <param name="TenantId">The tenant whose agents may be called and whose records may be read.</param>
/// <param name="Subject">Who it is, for the audit log: <c>development-key</c>, a user or an API key.</param>
internal sealed record AccessGrant(string TenantId, string Subject)
{
    /// <summary>The login behind an access token or a ticket; null for keys.</summary>
    public Guid? SessionId { get; init; }

    /// <summary>The account's state that the token speaks of; null for keys.</summary>
    public int? AccessVersion { get; init; }

    /// <summary>The API key; null for people.</summary>
    public string? KeyId { get; init; }
}
