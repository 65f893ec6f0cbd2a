using Microsoft.Extensions.AI;
using VoiceAgent.Conversation;
using VoiceAgent.Providers.Wire;

namespace VoiceAgent.Providers.Chat;

/// <summary>Stands before a vendor's own embeddings, as <see cref="GuardedChatClient"/> before its chat.</summary>
internal sealed class GuardedEmbeddings(IEmbeddingGenerator<string, Embedding<float>> vendor, VendorConnection connection, Func<Exception, ProviderException?> sort)
    : DelegatingEmbeddingGenerator<string, Embedding<float>>(vendor)
{
    public override async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        connection.RequireKey(CallStage.Dialogue);
        using var patience = new Patience(connection.Options.AnswerWithin, connection.Time, cancellationToken);
        try
        {
            return await base.GenerateAsync(values, options, patience.Token);
        }
        catch (Exception failure)
        {
            throw failure is OperationCanceledException || sort(failure) is not { } sorted
                ? HttpAnswer.Sorted(connection, CallStage.Dialogue, failure, patience)
                : sorted;
        }
    }
}
