using System.Text.Json;
using VoiceAgent.Conversation.Listening;
using VoiceAgent.Conversation.Turns;
using VoiceAgent.Runtime.Realtime.Protocol;

namespace VoiceAgent.Runtime.Realtime.Session;

/// <summary>
/// What a client may decide about turns. Silences and thresholds are the agent's own (<see cref="TurnOptions"/>): whatever the client
/// asks for, the effective session shows the values in force.
/// </summary>
/// <param name="Semantic">The client asked for <c>semantic_vad</c>. The agent listens to what was said either way.</param>
/// <param name="CreateResponse">A turn that ends is answered.</param>
/// <param name="InterruptResponse">The caller's words cut the answer.</param>
internal sealed record TurnDetection(bool Semantic = false, bool CreateResponse = true, bool InterruptResponse = true)
{
    private static readonly ListeningOptions Listening = new();

    public static TurnDetection Read(JsonElement asked, string path)
    {
        var semantic = Fields.RequireString(asked, "type", path + ".type") switch
        {
            "server_vad" => false,
            "semantic_vad" => true,
            var other => throw new ProtocolException(ProtocolError.Invalid(
                path + ".type", $"Invalid value: '{other}'. Supported values are: 'server_vad', 'semantic_vad', and null for no turn detection.")),
        };
        return new TurnDetection(
            semantic,
            Fields.OptionalBool(asked, "create_response", path + ".create_response", otherwise: true),
            Fields.OptionalBool(asked, "interrupt_response", path + ".interrupt_response", otherwise: true));
    }

    public void Write(Utf8JsonWriter json, TurnOptions agent)
    {
        json.WriteStartObject("turn_detection");
        if (Semantic)
        {
            json.WriteString("type", "semantic_vad");
            json.WriteString("eagerness", agent.Profile switch { TurnProfile.Quick => "high", TurnProfile.Dictation => "low", _ => "auto" });
        }
        else
        {
            json.WriteString("type", "server_vad");
            json.WriteNumber("threshold", Listening.OnsetProbability);
            json.WriteNumber("prefix_padding_ms", (int)Listening.PreRoll.TotalMilliseconds);
            json.WriteNumber("silence_duration_ms", (int)agent.MinSilence.TotalMilliseconds);
            json.WriteNull("idle_timeout_ms");
        }

        json.WriteBoolean("create_response", CreateResponse);
        json.WriteBoolean("interrupt_response", InterruptResponse);
        json.WriteEndObject();
    }
}
