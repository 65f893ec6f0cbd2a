using System.Globalization;
using System.Text.Json.Nodes;
using VoiceAgent.Conversation;
using VoiceAgent.Conversation.Speech;
using VoiceAgent.Providers.Wire;

namespace VoiceAgent.Providers.ElevenLabs;

/// <summary>What an agent's words about its voice mean at ElevenLabs.</summary>
internal sealed class ElevenLabsVoice
{
    /// <summary>The highest rate of raw samples that every plan has.</summary>
    public const int SampleRate = 24_000;

    private const string DefaultModel = "eleven_flash_v2_5";

    // "Rachel", one of the voices that every account has.
    private const string DefaultVoice = "21m00Tcm4TlvDq8ikWAM";

    // How long a context lives without a word, in seconds. The longest is 180; we send a word far more often.
    private const int InactivityTimeout = 60;

    private static readonly string[] Numbers = ["stability", "similarity_boost", "style"];

    private readonly VendorConnection _connection;
    private readonly SpeechOptions _options;

    /// <exception cref="ProviderException">The agent asks for what there is not.</exception>
    public ElevenLabsVoice(VendorConnection connection, SpeechOptions options)
    {
        _connection = connection;
        _options = options;
        Model = options.Model ?? DefaultModel;
        if (options.RatePercent is < 70 or > 120)
        {
            throw connection.Faults.Configuration(CallStage.Speech, $"ElevenLabs speaks at 70 to 120 percent, not at {options.RatePercent}.");
        }

        Settings = ReadSettings();
        OverHttp = options.Settings.GetValueOrDefault("mode") switch
        {
            "http" => true,
            "socket" => false,

            // The vendor's multi-context sockets do not have this model.
            null => Model.StartsWith("eleven_v3", StringComparison.Ordinal),
            _ => throw connection.Faults.Configuration(CallStage.Speech, "The setting 'mode' of an ElevenLabs voice is 'socket' or 'http'."),
        };
    }

    public string Model { get; }

    /// <summary>Whether sentences go over HTTP rather than over a socket.</summary>
    public bool OverHttp { get; }

    /// <summary>Stability and the like; null when the voice's own are wanted.</summary>
    public JsonObject? Settings { get; }

    public Uri Socket => _connection.SocketAt(
        $"/v1/text-to-speech/{VoiceId}/multi-stream-input?model_id={Uri.EscapeDataString(Model)}&output_format=pcm_{SampleRate}" +
        $"&auto_mode=true&sync_alignment=true&inactivity_timeout={InactivityTimeout}{Language("&language_code=")}{Passed("apply_text_normalization")}{Passed("enable_logging")}");

    public Uri Http => _connection.At($"/v1/text-to-speech/{VoiceId}/stream/with-timestamps?output_format=pcm_{SampleRate}{Passed("enable_logging")}");

    /// <summary>The body of one sentence over HTTP.</summary>
    public JsonObject Body(string text)
    {
        var body = new JsonObject { ["text"] = text, ["model_id"] = Model };
        if (Language("") is { Length: > 0 } language)
        {
            body["language_code"] = language;
        }

        if (Settings is not null)
        {
            body["voice_settings"] = Settings.DeepClone();
        }

        return body;
    }

    private string VoiceId => Uri.EscapeDataString(_options.Voice ?? DefaultVoice);

    // The other models find the language out by themselves, and refuse to be told.
    private string Language(string before) =>
        Model.Contains("v2_5", StringComparison.Ordinal) || Model.StartsWith("eleven_v3", StringComparison.Ordinal)
            ? before + Uri.EscapeDataString(_options.Language.Split('-')[0].ToLowerInvariant())
            : "";

    private string Passed(string name) => _options.Settings.TryGetValue(name, out var value) ? $"&{name}={Uri.EscapeDataString(value)}" : "";

    private JsonObject? ReadSettings()
    {
        var settings = new JsonObject();
        foreach (var name in Numbers)
        {
            if (_options.Settings.TryGetValue(name, out var text))
            {
                settings[name] = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number is >= 0 and <= 1
                    ? number
                    : throw _connection.Faults.Configuration(CallStage.Speech, $"The setting '{name}' of an ElevenLabs voice is a number from 0 to 1.");
            }
        }

        if (_options.Settings.TryGetValue("use_speaker_boost", out var boost))
        {
            settings["use_speaker_boost"] = boost == "true";
        }

        if (_options.RatePercent != 100)
        {
            settings["speed"] = _options.RatePercent / 100.0;
        }

        return settings.Count > 0 ? settings : null;
    }
}
