using Microsoft.EntityFrameworkCore;
using VoiceAgent.Runtime.Storage;
using VoiceAgent.Runtime.Storage.Isolation;

namespace VoiceAgent.Runtime.Identity;

/// <summary>The one context of a request, opened when it is first needed: by then the request knows its tenant.</summary>
internal sealed class RequestDatabase(IDbContextFactory<RuntimeDatabase> databases) : IAsyncDisposable, IDisposable
{
    private RuntimeDatabase? _open;

    /// <exception cref="InvalidOperationException">It was opened in another scope: a defect, caught before it mixes tenants.</exception>
    public RuntimeDatabase Open()
    {
        _open ??= databases.CreateDbContext();
        return _open.Scope == TenantScope.Current ? _open : throw new InvalidOperationException("This request's database belongs to another scope.");
    }

    public void Dispose() => _open?.Dispose();

    public ValueTask DisposeAsync() => _open?.DisposeAsync() ?? ValueTask.CompletedTask;
}
