using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.AI;
using ChatCompletionOptions = OpenAI.Chat.ChatCompletionOptions;

namespace VoiceAgent.Providers.OpenAI;

/// <summary>
/// Writes the free settings of the agent's model into the request as they are: <c>reasoning_effort</c>, <c>service_tier</c>, whatever a compatible server knows.
/// A compatible server is told its limit of tokens under the older name, the only one that all of them know.
/// They come as text in <see cref="ChatOptions.AdditionalProperties"/>; what reads as a number, a boolean or an object is sent as one.
/// </summary>
internal sealed partial class AgentSettings(IChatClient vendor, OpenAIDialect dialect) : DelegatingChatClient(vendor)
{
    public override Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        base.GetResponseAsync(messages, With(options), cancellationToken);

    public override IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        base.GetStreamingResponseAsync(messages, With(options), cancellationToken);

    private ChatOptions? With(ChatOptions? options)
    {
        if (options is null || options.RawRepresentationFactory is not null)
        {
            return options;
        }

        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in options.AdditionalProperties ?? [])
        {
            if (value is string text && NamePattern().IsMatch(name))
            {
                fields[name] = Json(text);
            }
        }

        var with = options.Clone();
        if (dialect == OpenAIDialect.Compatible && options.MaxOutputTokens is { } most)
        {
            fields["max_tokens"] = most.ToString(CultureInfo.InvariantCulture);
            with.MaxOutputTokens = null;
        }

        with.RawRepresentationFactory = fields.Count > 0 ? _ => Raw(fields) : null;
        return with;
    }

#pragma warning disable SCME0001 // JsonPatch is under evaluation; it is the package's own way to send a field that it does not know.
    private static ChatCompletionOptions Raw(Dictionary<string, string> fields)
    {
        var raw = new ChatCompletionOptions();
        foreach (var (name, json) in fields)
        {
            raw.Patch.Set(Encoding.UTF8.GetBytes($"$.{name}"), BinaryData.FromString(json));
        }

        return raw;
    }
#pragma warning restore SCME0001

    [GeneratedRegex(@"\A[A-Za-z_][A-Za-z0-9_]{0,63}\z")]
    private static partial Regex NamePattern();

    private static string Json(string text)
    {
        try
        {
            using var _ = JsonDocument.Parse(text);
            return text;
        }
        catch (JsonException)
        {
            return JsonSerializer.Serialize(text);
        }
    }
}
