using System.Globalization;
using System.Text.Json.Nodes;
using VoiceAgent.Conversation.Speech;
using VoiceAgent.Providers.Wire;

namespace VoiceAgent.Providers.Deepgram;

/// <summary>What an agent's words about its voice mean at Deepgram, where a voice is a model: <c>aura-2-thalia-en</c>.</summary>
internal sealed class AuraVoice(VendorConnection connection, SpeechOptions options)
{
    public const int SampleRate = 24_000;

    private const string DefaultFamily = "aura-2";
    private const string DefaultVoice = "aura-2-thalia-en";

    public Uri Socket => connection.SocketAt("/v1/speak" + Query());

    public Uri Http => connection.At("/v1/speak" + Query().Add("container", "none"));

    public static JsonObject Body(string text) => new() { ["text"] = text };

    /// <summary>A whole name, wherever it stands; or a family and a voice put together with the language.</summary>
    public string Model => (options.Model, options.Voice) switch
    {
        (_, { } voice) when voice.StartsWith("aura-", StringComparison.Ordinal) => voice,
        ({ } model, { } voice) when IsWhole(model) => model.Contains($"-{voice}-", StringComparison.Ordinal) ? model : Compose(DefaultFamily, voice),
        var (model, voice) when voice is not null => Compose(model ?? DefaultFamily, voice),
        ({ } model, _) when IsWhole(model) => model,
        _ => DefaultVoice,
    };

    private string Compose(string family, string voice) => $"{family}-{voice.ToLowerInvariant()}-{options.Language.Split('-')[0].ToLowerInvariant()}";

    // aura-asteria-en, aura-2-thalia-en.
    private static bool IsWhole(string model) => model.StartsWith("aura-", StringComparison.Ordinal) && model.Split('-') is { Length: >= 3 } parts && parts[^1].Length == 2;

    private DeepgramQuery Query() => new DeepgramQuery(options.Settings)
        .Add("model", Model).Add("encoding", "linear16").Add("sample_rate", SampleRate)
        .Add("speed", options.RatePercent == 100 ? null : (options.RatePercent / 100.0).ToString(CultureInfo.InvariantCulture))
        .Pass("mip_opt_out");
}
