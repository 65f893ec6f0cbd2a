using System.Net;
using System.Text.Json;
using VoiceAgent.Conversation;

namespace VoiceAgent.Providers.Wire;

/// <summary>
/// Makes a first connection before a call needs it, with a request that costs nothing, and finds out about a wrong key before the caller does.
/// Calls that begin together, or soon after another, share one.
/// </summary>
internal sealed class VendorWarmth(VendorConnection connection, string path, Func<JsonElement, Refusal> readRefusal)
{
    // Below the time after which an idle connection is let go.
    private static readonly TimeSpan WarmFor = TimeSpan.FromSeconds(60);

    private readonly Lock _gate = new();
    private Task<ProviderException?>? _warming;
    private long _warmSince;

    /// <exception cref="ProviderException">The vendor refused the key, or could not be reached.</exception>
    public async Task EnsureAsync(CallStage stage, CancellationToken cancellationToken)
    {
        connection.RequireKey(stage);
        if (await Warming().WaitAsync(cancellationToken) is { } cold)
        {
            throw new ProviderException(cold.Provider, stage, cold.Owner, cold.Message, cold.Retryable, cold.InnerException);
        }
    }

    private Task<ProviderException?> Warming()
    {
        lock (_gate)
        {
            if (_warming is null || (_warming.IsCompleted && (_warming.Result is not null || connection.Time.GetElapsedTime(_warmSince) > WarmFor)))
            {
                _warmSince = connection.Time.GetTimestamp();
                _warming = WarmAsync();
            }

            return _warming;
        }
    }

    // Shared by calls of which any may hang up: bound to none of them, and never faulted.
    private async Task<ProviderException?> WarmAsync()
    {
        const CallStage Stage = CallStage.Media;
        using var patience = new Patience(connection.Options.ConnectWithin, connection.Time, CancellationToken.None);
        using var request = new HttpRequestMessage(HttpMethod.Get, connection.At(path));
        try
        {
            using var response = await connection.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token);

            // A key may be good for speech and yet not for lists; and not every compatible server has one. 401 alone speaks of the key.
            return response.StatusCode == HttpStatusCode.Unauthorized
                ? await HttpAnswer.RefusedAsync(connection, Stage, response, readRefusal, patience.Token)
                : null;
        }
        catch (Exception failure)
        {
            return (ProviderException)HttpAnswer.Sorted(connection, Stage, failure, patience);
        }
    }
}
