namespace VoiceAgent.Runtime.Tenancy;

/// <summary>The key that a laptop starts with, recognised by the host.</summary>
internal interface IDevelopmentKey
{
    /// <summary>Null when it is not the key.</summary>
    AccessGrant? Verify(string credential);
}
