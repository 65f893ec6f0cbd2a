using System.Text.Json;
using VoiceAgent.Conversation.Audio;
using VoiceAgent.Runtime.Realtime.Protocol;

namespace VoiceAgent.Runtime.Realtime.Sound;

/// <summary>The three audio formats of the protocol, as JSON and as <see cref="AudioFormat"/>.</summary>
internal static class WireFormat
{
    private const string Supported = "{\"type\":\"audio/pcm\",\"rate\":24000}, {\"type\":\"audio/pcmu\"} and {\"type\":\"audio/pcma\"}";

    private static readonly AudioFormat MuLaw = new(AudioEncoding.MuLaw, 8_000);
    private static readonly AudioFormat ALaw = new(AudioEncoding.ALaw, 8_000);

    public static AudioFormat Read(JsonElement format, string path) => Fields.RequireString(format, "type", path + ".type") switch
    {
        "audio/pcm" => Pcm(format, path),
        "audio/pcmu" => MuLaw,
        "audio/pcma" => ALaw,
        var other => throw new ProtocolException(ProtocolError.Invalid(path + ".type", $"Invalid value: '{other}'. Supported formats are {Supported}.")),
    };

    public static void Write(Utf8JsonWriter json, AudioFormat format)
    {
        json.WriteStartObject("format");
        switch (format.Encoding)
        {
            case AudioEncoding.MuLaw:
                json.WriteString("type", "audio/pcmu");
                break;
            case AudioEncoding.ALaw:
                json.WriteString("type", "audio/pcma");
                break;
            default:
                json.WriteString("type", "audio/pcm");
                json.WriteNumber("rate", format.SampleRate);
                break;
        }

        json.WriteEndObject();
    }

    private static AudioFormat Pcm(JsonElement format, string path)
    {
        var rate = Fields.Find(format, "rate") is null ? AudioFormat.Realtime.SampleRate : Fields.RequireInteger(format, "rate", path + ".rate");
        return rate == AudioFormat.Realtime.SampleRate
            ? AudioFormat.Realtime
            : throw new ProtocolException(ProtocolError.Invalid(
                path + ".rate", $"Invalid value: {rate}. 'audio/pcm' is taken at 24000 samples a second: resample, or use audio/pcmu or audio/pcma at 8000."));
    }
}
