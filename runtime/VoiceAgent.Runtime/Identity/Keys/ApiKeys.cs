using Microsoft.EntityFrameworkCore;
using VoiceAgent.Runtime.Identity.Access;
using VoiceAgent.Runtime.Storage;
using VoiceAgent.Runtime.Storage.Isolation;

namespace VoiceAgent.Runtime.Identity.Keys;

/// <summary>Recognises API keys.</summary>
internal sealed class ApiKeys(IDbContextFactory<RuntimeDatabase> databases, LiveAccess access, Seal seal, TimeProvider time)
{
    private static readonly TimeSpan NoteEvery = TimeSpan.FromMinutes(1);

    public byte[] Hash(ApiKeyText key) => seal.Recognise(Place(key), key.Secret);

    /// <summary>The key's row; null when it opens nothing.</summary>
    public async ValueTask<ApiKeyRecord?> VerifyAsync(string text, CancellationToken cancellationToken)
    {
        if (ApiKeyText.Read(text) is not { } key || await access.FindKeyAsync(key.TenantId, key.Id, cancellationToken) is not { } row)
        {
            return null;
        }

        var now = time.GetUtcNow();
        var current = seal.Matches(Place(key), key.Secret, row.Hash);
        var previous = row.PreviousHash is { } replaced && row.PreviousUntil > now && seal.Matches(Place(key), key.Secret, replaced);
        if (!current && !previous)
        {
            return null;
        }

        await NoteUseAsync(row, now, cancellationToken);
        return row;
    }

    private async Task NoteUseAsync(ApiKeyRecord row, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (row.LastUsedAt + NoteEvery > now)
        {
            return;
        }

        row.LastUsedAt = now;
        using var _ = TenantScope.Enter(row.TenantId);
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        await database.Set<ApiKeyRecord>().Where(key => key.Id == row.Id)
            .ExecuteUpdateAsync(key => key.SetProperty(to => to.LastUsedAt, now), cancellationToken);
    }

    private static string Place(ApiKeyText key) => $"api-key/{key.TenantId}/{key.Id}";
}
