using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using VoiceAgent.Conversation;
using VoiceAgent.Providers.Wire;

namespace VoiceAgent.Providers.Chat;

/// <summary>
/// Stands before a vendor's own client: bounds its silences, and turns its exceptions, which quote what was sent, into ones that do not.
/// A reply that breaks off is a failure even when the vendor ends it politely.
/// </summary>
internal sealed class GuardedChatClient(IChatClient vendor, VendorConnection connection, Func<Exception, ProviderException?> sort) : DelegatingChatClient(vendor)
{
    public override async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        connection.RequireKey(CallStage.Dialogue);
        using var patience = new Patience(connection.Options.AnswerWithin, connection.Time, cancellationToken);
        try
        {
            return await base.GetResponseAsync(messages, options, patience.Token);
        }
        catch (Exception failure)
        {
            throw Sorted(failure, patience);
        }
    }

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        connection.RequireKey(CallStage.Dialogue);
        using var patience = new Patience(connection.Options.AnswerWithin, connection.Time, cancellationToken);
        await using var updates = base.GetStreamingResponseAsync(messages, options, patience.Token).GetAsyncEnumerator(patience.Token);
        var finished = false;
        while (await NextAsync(updates, patience))
        {
            finished |= updates.Current.FinishReason is not null;
            patience.Rest();
            yield return updates.Current;
            patience.Renew(connection.Options.StallWithin);
        }

        if (!finished)
        {
            throw connection.Faults.Vendor(CallStage.Dialogue, $"{connection.Vendor} broke off its reply.");
        }
    }

    private async ValueTask<bool> NextAsync(IAsyncEnumerator<ChatResponseUpdate> updates, Patience patience)
    {
        try
        {
            return await updates.MoveNextAsync();
        }
        catch (Exception failure)
        {
            throw Sorted(failure, patience);
        }
    }

    private Exception Sorted(Exception failure, Patience patience) =>
        failure is OperationCanceledException || sort(failure) is not { } sorted
            ? HttpAnswer.Sorted(connection, CallStage.Dialogue, failure, patience)
            : sorted;
}
