using Polly;
using Polly.CircuitBreaker;

namespace VoiceAgent.Conversation.Failover;

/// <summary>
/// The circuit breaker of one provider, shared by all calls: after failures it is passed over for a while, so that callers do not wait for a deadline that others have already waited for.
/// </summary>
public sealed class LinkHealth
{
    // Few requests make a verdict: a voice runtime sees a handful a second, and every wrong one is a person waiting.
    private const int MinimumThroughput = 3;
    private const double FailureRatio = 0.5;
    private static readonly TimeSpan Sampling = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Break = TimeSpan.FromSeconds(15);

    private readonly CircuitBreakerStateProvider _state = new();
    private readonly ResiliencePipeline _breaker;

    /// <summary>A healthy link.</summary>
    public LinkHealth(TimeProvider time)
    {
        var options = new CircuitBreakerStrategyOptions
        {
            MinimumThroughput = MinimumThroughput,
            FailureRatio = FailureRatio,
            SamplingDuration = Sampling,
            BreakDuration = Break,
            StateProvider = _state,
            ShouldHandle = new PredicateBuilder().Handle<ProviderException>(fault => fault.Owner is FaultOwner.Provider or FaultOwner.Configuration),
        };
        _breaker = new ResiliencePipelineBuilder { TimeProvider = time }.AddCircuitBreaker(options).Build();
    }

    /// <summary>Whether the link is passed over at present.</summary>
    public bool IsBroken => _state.CircuitState is CircuitState.Open or CircuitState.Isolated;

    internal async ValueTask<T> TryAsync<T>(Func<ValueTask<T>> attempt)
    {
        // On the call's own scheduler, as everything of a call.
        var context = ResilienceContextPool.Shared.Get(continueOnCapturedContext: true, CancellationToken.None);
        try
        {
            return await _breaker.ExecuteAsync(static (_, attempt) => attempt(), context, attempt);
        }
        catch (BrokenCircuitException)
        {
            throw new LinkBrokenException();
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }
}

/// <summary>The link is being passed over.</summary>
internal sealed class LinkBrokenException : Exception;
