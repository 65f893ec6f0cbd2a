using Microsoft.Extensions.AI;
using VoiceAgent.Conversation;
using VoiceAgent.Conversation.Transcription;
using VoiceAgent.Providers.Tests.Conformance;
using VoiceAgent.Testing.Vendors.OpenAI;
using Xunit;

namespace VoiceAgent.Providers.Tests.OpenAI;

/// <summary>A server of one's own that speaks like OpenAI, at an address of its own and without a key.</summary>
public sealed class CompatibleTests : Conformance<OpenAIServer>
{
    protected override OpenAIServer Server { get; } = new() { KeyRequired = false, Prefix = "/llm/v1" };

    protected override ProviderConnection Connection(Func<string?> key) => new("vendor", "OpenAICompatible", new Uri($"{Server.Address}/"), () => null);

    [Fact]
    public async Task Everything_works_without_a_key()
    {
        var provider = Make();
        Server.Utterances.Enqueue("good morning");

        var reply = await provider.Model!.GetStreamingResponseAsync("Hello.", new ChatOptions { ModelId = "llama-3.3", MaxOutputTokens = 50 }).ToChatResponseAsync();
        await using var ear = await provider.Transcriber!.OpenAsync(new("whisper-large", "de", SpeechVocabulary.None, new Dictionary<string, string>()), default);
        await using var mouth = await provider.Synthesizer!.OpenAsync(new("kokoro", "alloy", "en", 100, new Dictionary<string, string>()), default);
        ear.Begin(1);
        ear.Write(new short[16_000]);
        ear.End(1);
        var heard = await ear.Events.ReadAsync();

        Assert.NotEmpty(reply.Text);
        Assert.Equal((true, "good morning"), (heard.IsFinal, heard.Text));
        Assert.Empty(Server.LastHeaders.Authorization.ToString());
        Assert.True(Server.Bodies.TryDequeue(out var body));
        Assert.Equal(50, body["max_tokens"]!.GetValue<int>());
        Assert.False(body.ContainsKey("max_completion_tokens"));
        Assert.True(Server.Forms.TryDequeue(out var form));
        Assert.Equal(["language", "model", "response_format"], form.Keys.Order());
    }

    [Fact]
    public void Without_an_address_it_is_no_provider()
    {
        var fault = Assert.Throws<ProviderException>(() => VendorProviders.Create(new("vendor", "OpenAICompatible", null, () => null)));

        Assert.Equal(FaultOwner.Configuration, fault.Owner);
        Assert.Contains("endpoint", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_type_that_there_is_none_of_is_named_with_those_that_there_are()
    {
        var fault = Assert.Throws<ProviderException>(() => VendorProviders.Create(new("vendor", "Parrot", null, () => null)));

        Assert.Equal(FaultOwner.Configuration, fault.Owner);
        Assert.Contains("Parrot", fault.Message, StringComparison.Ordinal);
        Assert.Contains("OpenAICompatible", fault.Message, StringComparison.Ordinal);
    }
}
