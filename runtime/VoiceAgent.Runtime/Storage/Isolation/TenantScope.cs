namespace VoiceAgent.Runtime.Storage.Isolation;

/// <summary>
/// Whose rows the code that runs now may touch. It flows with the asynchronous call; a database context takes it when it is made, so that
/// no code can forget to pass it on. Background work of the process itself (the journal, recovery after a crash) has entered nothing and
/// sees every tenant; a request enters nobody's scope at its beginning and its tenant's once it is known who asks.
/// </summary>
internal sealed record TenantScope
{
    private static readonly AsyncLocal<TenantScope?> Ambient = new();

    private TenantScope(string? tenantId, bool isEveryone)
    {
        TenantId = tenantId;
        IsEveryone = isEveryone;
    }

    /// <summary>The process's own work.</summary>
    public static TenantScope Everyone { get; } = new(null, isEveryone: true);

    /// <summary>A stranger's request: no row at all.</summary>
    public static TenantScope Nobody { get; } = new(null, isEveryone: false);

    public static TenantScope Current => Ambient.Value ?? Everyone;

    /// <summary>Null for <see cref="Everyone"/> and <see cref="Nobody"/>.</summary>
    public string? TenantId { get; }

    public bool IsEveryone { get; }

    /// <summary>What PostgreSQL's row-level security compares: a name, <c>*</c>, or nothing. No tenant can be named <c>*</c>.</summary>
    public string Setting => IsEveryone ? "*" : TenantId ?? "";

    public static IDisposable Enter(string tenantId) => Enter(new TenantScope(tenantId, isEveryone: false));

    public static IDisposable Enter(TenantScope scope)
    {
        var before = Ambient.Value;
        Ambient.Value = scope;
        return new Restore(before);
    }

    private sealed class Restore(TenantScope? before) : IDisposable
    {
        public void Dispose() => Ambient.Value = before;
    }
}
