namespace VoiceAgent.Runtime.Identity.Access;

/// <summary>What a person is in a tenant. What each may do is written in <c>roles.json</c>.</summary>
internal enum Role
{
    /// <summary>Listens and reads, changes nothing.</summary>
    Viewer,

    /// <summary>Watches live calls and what became of them.</summary>
    Supervisor,

    /// <summary>Builds agents and their knowledge.</summary>
    Builder,

    /// <summary>Runs the tenant: people, keys, settings.</summary>
    Admin,

    /// <summary>Holds the tenant. There is always one.</summary>
    Owner,

    /// <summary>Runs the platform: tenants, not what happens in them.</summary>
    PlatformAdmin,
}
