using Microsoft.Extensions.AI;
using Microsoft.Extensions.Time.Testing;
using VoiceAgent.Conversation;
using VoiceAgent.Testing.Vendors;
using Xunit;

namespace VoiceAgent.Providers.Tests.Conformance;

/// <summary>What everyone does who turns passages into vectors.</summary>
public abstract class EmbeddingsConformance<TServer> : Conformance<TServer>
    where TServer : VendorServer
{
    private static readonly EmbeddingGenerationOptions Options = new() { ModelId = "text-embedding-3-large", Dimensions = 12 };

    [Fact]
    public async Task Passages_become_vectors_in_their_order_and_tokens_are_reported()
    {
        var vectors = await Make().Embeddings!.GenerateAsync(["one two", "three"], Options);

        Assert.Equal([0.07f, 0.05f], vectors.Select(vector => vector.Vector.Span[0]));
        Assert.All(vectors, vector => Assert.Equal(12, vector.Vector.Length));
        Assert.Equal(3, vectors.Usage!.InputTokenCount);
    }

    [Fact]
    public async Task Cancelling_ends_the_request_at_the_vendor_too()
    {
        Server.Script(FaultKind.NeverAnswers);
        using var cut = new CancellationTokenSource();
        var asking = Make().Embeddings!.GenerateAsync(["one"], Options, cut.Token);
        await Server.Faulted.Opened();

        await cut.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking.WaitAsync(Gate.Patience));
        await Server.CalledOff.Opened();
    }

    [Fact]
    public async Task A_vendor_that_never_answers_is_given_up()
    {
        Server.Script(FaultKind.NeverAnswers);
        var time = new FakeTimeProvider();
        var embeddings = Make(time: time).Embeddings!;

        var fault = await LateAsync(time, () => embeddings.GenerateAsync(["one"], Options));

        Assert.Equal((CallStage.Dialogue, FaultOwner.Provider, true), (fault.Stage, fault.Owner, fault.Retryable));
    }

    [Theory]
    [InlineData(401, "invalid_api_key", FaultOwner.Configuration, false)]
    [InlineData(429, "rate_limit_exceeded", FaultOwner.Provider, true)]
    [InlineData(503, "overloaded", FaultOwner.Provider, true)]
    public async Task Refusals_are_sorted_by_whose_fault_they_are(int status, string code, FaultOwner owner, bool retryable)
    {
        Server.Script(ScriptedFault.Refusal(status, code), ScriptedFault.Refusal(status, code));

        var fault = await FaultAsync(() => Make().Embeddings!.GenerateAsync(["one"], Options));

        Assert.Equal((CallStage.Dialogue, owner, retryable), (fault.Stage, fault.Owner, fault.Retryable));
    }

    [Fact]
    public async Task An_answer_that_cannot_be_read_is_the_vendors_fault()
    {
        Server.Script(FaultKind.MalformedJson);

        var fault = await FaultAsync(() => Make().Embeddings!.GenerateAsync(["one"], Options));

        Assert.Equal((CallStage.Dialogue, FaultOwner.Provider), (fault.Stage, fault.Owner));
    }
}
