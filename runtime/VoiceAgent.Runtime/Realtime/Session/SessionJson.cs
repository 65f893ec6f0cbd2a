using System.Text.Json;
using VoiceAgent.Conversation.Agents;
using VoiceAgent.Runtime.Realtime.Sound;

namespace VoiceAgent.Runtime.Realtime.Session;

/// <summary>
/// Writes the effective session: what the client set, what the agent decides, and every default filled in. The prompt stays the
/// agent's: a holder of a short-lived browser secret learns which agent and revision speaks, not what it was told.
/// </summary>
internal static class SessionJson
{
    // The protocol's range for audio.output.speed.
    private const double SlowestSpeed = 0.25;
    private const double FastestSpeed = 1.5;

    /// <param name="json">An open object; the session becomes its field <c>session</c>.</param>
    /// <param name="id">The session's id.</param>
    /// <param name="agent">Who answers.</param>
    /// <param name="settings">What the client set.</param>
    public static void Write(Utf8JsonWriter json, string id, AgentSnapshot agent, SessionSettings settings)
    {
        json.WriteStartObject("session");
        json.WriteString("type", "realtime");
        json.WriteString("object", "realtime.session");
        json.WriteString("id", id);
        json.WriteString("model", agent.Name);
        WriteModalities(json, settings.Spoken);
        json.WriteString("instructions", $"Set by agent '{agent.Name}', revision {agent.Revision}.");
        WriteTools(json, agent);
        json.WriteString("tool_choice", "auto");
        WriteMaxOutputTokens(json, agent);
        json.WriteNull("tracing");
        json.WriteString("truncation", "auto");
        json.WriteNull("prompt");
        json.WriteNumber("expires_at", 0);
        WriteAudio(json, agent, settings);
        json.WriteNull("include");
        json.WriteEndObject();
    }

    public static void WriteModalities(Utf8JsonWriter json, bool spoken)
    {
        json.WriteStartArray("output_modalities");
        json.WriteStringValue(spoken ? "audio" : "text");
        json.WriteEndArray();
    }

    public static void WriteMaxOutputTokens(Utf8JsonWriter json, AgentSnapshot agent)
    {
        if (agent.MaxOutputTokens is { } most)
        {
            json.WriteNumber("max_output_tokens", most);
        }
        else
        {
            json.WriteString("max_output_tokens", "inf");
        }
    }

    /// <summary>The voice that the agent names, or that the provider falls back to.</summary>
    public static string Voice(AgentSnapshot agent) => agent.Speech.Voice ?? "default";

    private static void WriteTools(Utf8JsonWriter json, AgentSnapshot agent)
    {
        json.WriteStartArray("tools");
        foreach (var tool in agent.BuiltInTools)
        {
            json.WriteStartObject();
            json.WriteString("type", "function");
            json.WriteString("name", tool.Name);
            json.WriteString("description", tool.Description);
            json.WriteStartObject("parameters");
            json.WriteString("type", "object");
            json.WriteStartObject("properties");
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteAudio(Utf8JsonWriter json, AgentSnapshot agent, SessionSettings settings)
    {
        json.WriteStartObject("audio");
        json.WriteStartObject("input");
        WireFormat.Write(json, settings.Input);
        WriteTranscription(json, agent, settings);
        json.WriteNull("noise_reduction");
        if (settings.TurnDetection is { } turns)
        {
            turns.Write(json, agent.Turns);
        }
        else
        {
            json.WriteNull("turn_detection");
        }

        json.WriteEndObject();
        json.WriteStartObject("output");
        WireFormat.Write(json, settings.Output);
        json.WriteString("voice", Voice(agent));
        json.WriteNumber("speed", Math.Clamp(agent.Speech.RatePercent / 100.0, SlowestSpeed, FastestSpeed));
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteTranscription(Utf8JsonWriter json, AgentSnapshot agent, SessionSettings settings)
    {
        if (!settings.Transcription)
        {
            json.WriteNull("transcription");
            return;
        }

        json.WriteStartObject("transcription");
        json.WriteString("model", agent.Transcription.Model ?? "default");
        json.WriteString("language", agent.Transcription.Language.Split('-')[0]);
        json.WriteEndObject();
    }
}
