using Microsoft.Extensions.AI;
using VoiceAgent.Providers.Tests.Conformance;
using VoiceAgent.Testing.Vendors.OpenAI;
using Xunit;

namespace VoiceAgent.Providers.Tests.OpenAI;

public sealed class OpenAIModelTests : ModelConformance<OpenAIServer>
{
    protected override OpenAIServer Server { get; } = new();

    protected override string Model => "gpt-4.1-mini";

    protected override ProviderConnection Connection(Func<string?> key) => new("vendor", "OpenAI", Server.Address, key);

    protected override void Answer(string text) => Server.Replies.Enqueue(text);

    [Fact]
    public async Task The_agents_model_and_its_free_settings_are_in_the_request()
    {
        var options = new ChatOptions
        {
            ModelId = "gpt-5-mini",
            Temperature = 0.4f,
            MaxOutputTokens = 300,
            AdditionalProperties = new() { ["reasoning_effort"] = "low", ["top_logprobs"] = "2", ["$.evil"] = "x" },
        };

        await Make().Model!.GetStreamingResponseAsync("Hello.", options).ToChatResponseAsync();

        Assert.True(Server.Bodies.TryDequeue(out var body));
        Assert.Equal("gpt-5-mini", body["model"]!.ToString());
        Assert.Equal("low", body["reasoning_effort"]!.GetValue<string>());
        Assert.Equal(2, body["top_logprobs"]!.GetValue<int>());
        Assert.Equal(300, body["max_completion_tokens"]!.GetValue<int>());
        Assert.False(body.ContainsKey("$.evil"));
    }
}
