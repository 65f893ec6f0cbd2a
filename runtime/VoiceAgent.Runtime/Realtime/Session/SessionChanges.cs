using System.Text.Json;
using VoiceAgent.Runtime.Realtime.Protocol;
using VoiceAgent.Runtime.Realtime.Sound;

namespace VoiceAgent.Runtime.Realtime.Session;

/// <summary>
/// Applies the <c>session</c> of a <c>session.update</c> or of a client secret. All or nothing: the first wrong field refuses the whole.
/// Fields that belong to the agent are read past; names of the withdrawn beta shape are refused with the name that replaced them.
/// </summary>
internal static class SessionChanges
{
    private static readonly Dictionary<string, string> Withdrawn = new(StringComparer.Ordinal)
    {
        ["modalities"] = "session.output_modalities",
        ["voice"] = "session.audio.output.voice",
        ["input_audio_format"] = "session.audio.input.format",
        ["output_audio_format"] = "session.audio.output.format",
        ["input_audio_transcription"] = "session.audio.input.transcription",
        ["input_audio_noise_reduction"] = "session.audio.input.noise_reduction",
        ["turn_detection"] = "session.audio.input.turn_detection",
        ["max_response_output_tokens"] = "session.max_output_tokens",
    };

    public static SessionSettings Apply(SessionSettings current, JsonElement session)
    {
        RequireRealtime(session);
        RefuseWithdrawn(session);
        var next = current;
        if (Fields.Find(session, "output_modalities") is { ValueKind: not JsonValueKind.Null } modalities)
        {
            next = next with { Spoken = ReadSpoken(modalities, "session.output_modalities") };
        }

        if (Fields.OptionalObject(session, "audio", "session.audio") is { } audio)
        {
            next = Input(next, Fields.OptionalObject(audio, "input", "session.audio.input"));
            next = Output(next, Fields.OptionalObject(audio, "output", "session.audio.output"));
        }

        return next;
    }

    /// <summary>True for <c>["audio"]</c>, false for <c>["text"]</c>.</summary>
    public static bool ReadSpoken(JsonElement modalities, string path)
    {
        if (modalities.ValueKind != JsonValueKind.Array)
        {
            throw Fields.Wrong(modalities, path, "an array of one string");
        }

        var only = modalities.GetArrayLength() == 1 && modalities[0].ValueKind == JsonValueKind.String ? modalities[0].GetString() : null;
        return only switch
        {
            "audio" => true,
            "text" => false,
            _ => throw new ProtocolException(ProtocolError.Invalid(
                path, $"Invalid modalities: {modalities.GetRawText()}. Supported combinations are: [\"text\"] and [\"audio\"].")),
        };
    }

    private static void RequireRealtime(JsonElement session)
    {
        var type = Fields.RequireString(session, "type", "session.type");
        if (type != "realtime")
        {
            throw new ProtocolException(ProtocolError.Invalid("session.type", $"Invalid value: '{type}'. An agent takes sessions of type 'realtime'."));
        }
    }

    private static void RefuseWithdrawn(JsonElement session)
    {
        foreach (var field in session.EnumerateObject())
        {
            if (Withdrawn.TryGetValue(field.Name, out var replacement))
            {
                throw new ProtocolException(new ProtocolError(
                    "unknown_parameter", $"Unknown parameter: 'session.{field.Name}' is of the withdrawn beta. Use '{replacement}'.", "session." + field.Name));
            }
        }
    }

    private static SessionSettings Input(SessionSettings settings, JsonElement? input)
    {
        if (input is not { } given)
        {
            return settings;
        }

        const string Path = "session.audio.input";
        if (Fields.OptionalObject(given, "format", Path + ".format") is { } format)
        {
            settings = settings with { Input = WireFormat.Read(format, Path + ".format") };
        }

        if (Fields.Find(given, "transcription") is not null)
        {
            settings = settings with { Transcription = Fields.OptionalObject(given, "transcription", Path + ".transcription") is not null };
        }

        if (Fields.Find(given, "turn_detection") is not null)
        {
            var turns = Fields.OptionalObject(given, "turn_detection", Path + ".turn_detection");
            settings = settings with { TurnDetection = turns is { } asked ? TurnDetection.Read(asked, Path + ".turn_detection") : null };
        }

        return settings;
    }

    private static SessionSettings Output(SessionSettings settings, JsonElement? output) =>
        output is { } given && Fields.OptionalObject(given, "format", "session.audio.output.format") is { } format
            ? settings with { Output = WireFormat.Read(format, "session.audio.output.format") }
            : settings;
}
