using System.Text.Json;
using VoiceAgent.Conversation;

namespace VoiceAgent.Providers.Wire;

/// <summary>Sends requests and turns every ending but success into a <see cref="ProviderException"/>.</summary>
internal static class HttpAnswer
{
    private const int LongestRefusal = 64 * 1024;

    /// <summary>Sends a request and returns once the headers of a successful answer are here.</summary>
    /// <param name="connection">The vendor.</param>
    /// <param name="stage">What it is asked for.</param>
    /// <param name="request">Disposed by the caller.</param>
    /// <param name="readRefusal">How this vendor words its refusals.</param>
    /// <param name="patience">Bounds the wait; a token cancelled by its owner comes out as cancellation.</param>
    public static async Task<HttpResponseMessage> SendAsync(
        VendorConnection connection, CallStage stage, HttpRequestMessage request, Func<JsonElement, Refusal> readRefusal, Patience patience)
    {
        connection.RequireKey(stage);
        HttpResponseMessage? response = null;
        try
        {
            response = await connection.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token);
            if (response.IsSuccessStatusCode)
            {
                return response;
            }

            throw await RefusedAsync(connection, stage, response, readRefusal, patience.Token);
        }
        catch (Exception failure)
        {
            response?.Dispose();
            throw Sorted(connection, stage, failure, patience);
        }
    }

    /// <summary>What an answer that is not success means.</summary>
    public static async Task<ProviderException> RefusedAsync(
        VendorConnection connection, CallStage stage, HttpResponseMessage response, Func<JsonElement, Refusal> readRefusal, CancellationToken cancellationToken)
    {
        var refusal = await ReadRefusalAsync(response, readRefusal, cancellationToken);
        return connection.Faults.Status(stage, (int)response.StatusCode, refusal with { RetryAfter = Refusal.WaitOf(response.Headers, connection.Time) });
    }

    /// <summary>What a failure while waiting for an answer means. Cancellation by the owner stays what it is.</summary>
    public static Exception Sorted(VendorConnection connection, CallStage stage, Exception failure, Patience patience) => failure switch
    {
        OperationCanceledException when patience.Exhausted => connection.Faults.Late(stage, "answer", patience.Within),
        OperationCanceledException when patience.Token.IsCancellationRequested => new OperationCanceledException(failure.Message, patience.Owner),
        _ => connection.Faults.Other(stage, failure),
    };

    private static async Task<Refusal> ReadRefusalAsync(HttpResponseMessage response, Func<JsonElement, Refusal> read, CancellationToken cancellationToken)
    {
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
            var buffer = new byte[LongestRefusal];
            var length = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
            using var document = JsonDocument.Parse(buffer.AsMemory(0, length));
            return document.RootElement.ValueKind == JsonValueKind.Object ? read(document.RootElement) : Refusal.Silent;
        }
        catch (Exception unreadable) when (unreadable is JsonException or IOException or HttpRequestException or InvalidOperationException)
        {
            // The status says enough.
            return Refusal.Silent;
        }
    }
}
