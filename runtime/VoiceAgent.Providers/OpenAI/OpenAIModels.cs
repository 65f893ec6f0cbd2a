using System.ClientModel;
using System.ClientModel.Primitives;
using System.Text.Json;
using Microsoft.Extensions.AI;
using OpenAI;
using OpenAI.Chat;
using OpenAI.Embeddings;
using VoiceAgent.Conversation;
using VoiceAgent.Providers.Chat;
using VoiceAgent.Providers.Wire;

namespace VoiceAgent.Providers.OpenAI;

/// <summary>Chat and embeddings through the vendor's own package, over our connections: the key, the one retry and the patience are ours.</summary>
internal static class OpenAIModels
{
    private const string DefaultModel = "gpt-4.1-mini";
    private const string DefaultEmbeddingModel = "text-embedding-3-small";

    // The package will not do without a key of its own. The true one is put in its place when the request leaves.
    private static readonly ApiKeyCredential Placeholder = new("shown-by-the-connection");

    public static IChatClient Chat(VendorConnection connection, OpenAIDialect dialect)
    {
        var vendor = new ChatClient(DefaultModel, Placeholder, Options(connection)).AsIChatClient();
        return new GuardedChatClient(new AgentSettings(vendor, dialect), connection, failure => Sort(failure, connection));
    }

    public static IEmbeddingGenerator<string, Embedding<float>> Embeddings(VendorConnection connection) =>
        new GuardedEmbeddings(new EmbeddingClient(DefaultEmbeddingModel, Placeholder, Options(connection)).AsIEmbeddingGenerator(), connection, failure => Sort(failure, connection));

    private static OpenAIClientOptions Options(VendorConnection connection) => new()
    {
        Endpoint = connection.Address,
        Transport = new HttpClientPipelineTransport(connection.Http),
        RetryPolicy = new ClientRetryPolicy(maxRetries: 0),
        NetworkTimeout = Timeout.InfiniteTimeSpan,
        ClientLoggingOptions = new ClientLoggingOptions { EnableLogging = false },
    };

    // The package's exceptions carry the vendor's sentences, and must not become causes.
    private static ProviderException? Sort(Exception failure, VendorConnection connection) => failure switch
    {
        ClientResultException { Status: > 0 } refused => connection.Faults.Status(CallStage.Dialogue, refused.Status, Read(refused)),
        ClientResultException { InnerException: { } inner } => connection.Faults.Other(CallStage.Dialogue, inner),
        ClientResultException => connection.Faults.Vendor(CallStage.Dialogue, $"The connection to {connection.Vendor} failed."),
        _ => null,
    };

    private static Refusal Read(ClientResultException refused)
    {
        if (refused.GetRawResponse() is not { } response)
        {
            return Refusal.Silent;
        }

        var wait = response.Headers.TryGetValue("Retry-After", out var seconds) ? Refusal.WaitOf(seconds) : null;
        try
        {
            using var body = JsonDocument.Parse(response.Content);
            return OpenAIFaults.Read(body.RootElement) with { RetryAfter = wait };
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            return Refusal.Silent with { RetryAfter = wait };
        }
    }
}
