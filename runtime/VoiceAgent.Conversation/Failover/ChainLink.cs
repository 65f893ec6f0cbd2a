namespace VoiceAgent.Conversation.Failover;

/// <summary>One provider in a chain: tried in the order of the chain.</summary>
/// <param name="Name">The provider's name as the tenant gave it.</param>
/// <param name="Service">Its service, shared by all calls.</param>
/// <param name="Options">What this link is asked with: its own model and voice.</param>
/// <param name="Health">Shared by all agents that use the provider for this.</param>
public sealed record ChainLink<TService, TOptions>(string Name, TService Service, TOptions Options, LinkHealth Health);

internal static class Chain
{
    /// <summary>Goes along the chain until a link has delivered its first result.</summary>
    /// <param name="links">In order.</param>
    /// <param name="from">Index of the first link to try.</param>
    /// <param name="stage">For faults.</param>
    /// <param name="observer">Learns of every hand-over.</param>
    /// <param name="attempt">Delivers a link's first result or throws.</param>
    /// <exception cref="ProviderException">The last link's fault: none could deliver.</exception>
    public static async ValueTask<(TResult Result, int Link)> FirstAsync<TService, TOptions, TResult>(
        IReadOnlyList<ChainLink<TService, TOptions>> links,
        int from,
        CallStage stage,
        IProviderObserver? observer,
        Func<ChainLink<TService, TOptions>, ValueTask<TResult>> attempt)
    {
        ProviderException? fault = null;
        for (var i = 0; i < links.Count; i++)
        {
            var at = (from + i) % links.Count;
            var link = links[at];
            try
            {
                // When every link is broken the first is tried all the same: a caller is waiting, and there is nothing to lose.
                var result = links.All(other => other.Health.IsBroken) ? await attempt(link) : await link.Health.TryAsync(() => attempt(link));
                observer?.Served(stage, link.Name);
                return (result, at);
            }
            catch (LinkBrokenException)
            {
                fault ??= new ProviderException(link.Name, stage, FaultOwner.Provider, "The provider failed repeatedly and is given a rest.", retryable: true);
            }
            catch (ProviderException failed)
            {
                fault = failed;
            }

            if (i + 1 < links.Count)
            {
                observer?.FailedOver(fault, links[(at + 1) % links.Count].Name);
            }
        }

        throw fault!;
    }
}
