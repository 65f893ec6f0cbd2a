using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace VoiceAgent.Conversation.Failover;

/// <summary>What one link of a model chain is asked with.</summary>
/// <param name="Model">The provider's name for the model; null for its default.</param>
/// <param name="Temperature">0 to 2; null for the provider's own.</param>
/// <param name="MaxOutputTokens">Null for the provider's own.</param>
public sealed record ModelOptions(string? Model = null, float? Temperature = null, int? MaxOutputTokens = null);

/// <summary>
/// A chain of language models. The next is asked when one fails or sends no token in its time. Once a token came, the reply is that link's, to its end or its failure:
/// what may have been heard is never said again in other words.
/// </summary>
public sealed class FailoverChatClient(IReadOnlyList<ChainLink<IChatClient, ModelOptions>> links, TimeSpan firstTokenWithin, TimeProvider time) : IChatClient
{
    /// <summary>Key under which <see cref="ChatOptions.AdditionalProperties"/> carries the call's <see cref="IProviderObserver"/>.</summary>
    public const string ObserverKey = "voiceagent.observer";

    /// <inheritdoc/>
    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var observer = options?.AdditionalProperties?.GetValueOrDefault(ObserverKey) as IProviderObserver;
        var (opened, _) = await Chain.FirstAsync(links, 0, CallStage.Dialogue, observer, link => OpenAsync(link, messages, options, cancellationToken));
        await using var stream = opened;
        while (opened.HasCurrent)
        {
            yield return opened.Updates.Current;
            opened.HasCurrent = await opened.Updates.MoveNextAsync();
        }
    }

    /// <inheritdoc/>
    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null) => serviceType.IsInstanceOfType(this) ? this : null;

    /// <summary>The links' clients are shared and stay.</summary>
    public void Dispose()
    {
    }

    private async ValueTask<OpenStream> OpenAsync(
        ChainLink<IChatClient, ModelOptions> link, IEnumerable<ChatMessage> messages, ChatOptions? options, CancellationToken cancellationToken)
    {
        var deadline = new Deadline(firstTokenWithin, time, cancellationToken);
        var updates = link.Service.GetStreamingResponseAsync(messages, OptionsOf(link, options), deadline.Token).GetAsyncEnumerator(deadline.Token);
        var stream = new OpenStream(updates, deadline);
        try
        {
            stream.HasCurrent = await updates.MoveNextAsync();
            deadline.Met();
            return stream;
        }
        catch (Exception exception)
        {
            var missed = deadline.Missed;
            await stream.DisposeAsync();
            if (missed && exception is OperationCanceledException)
            {
                throw new ProviderException(link.Name, CallStage.Dialogue, FaultOwner.Provider, $"No token came within {firstTokenWithin.TotalSeconds:0.#} s.", retryable: true);
            }

            throw;
        }
    }

    private static ChatOptions OptionsOf(ChainLink<IChatClient, ModelOptions> link, ChatOptions? options)
    {
        var own = options?.Clone() ?? new ChatOptions();
        own.ModelId = link.Options.Model ?? own.ModelId;
        own.Temperature = link.Options.Temperature ?? own.Temperature;
        own.MaxOutputTokens = link.Options.MaxOutputTokens ?? own.MaxOutputTokens;
        own.AdditionalProperties?.Remove(ObserverKey);
        return own;
    }

    private sealed class OpenStream(IAsyncEnumerator<ChatResponseUpdate> updates, Deadline deadline) : IAsyncDisposable
    {
        public IAsyncEnumerator<ChatResponseUpdate> Updates => updates;

        public bool HasCurrent { get; set; }

        public async ValueTask DisposeAsync()
        {
            await updates.DisposeAsync();
            deadline.Dispose();
        }
    }
}
