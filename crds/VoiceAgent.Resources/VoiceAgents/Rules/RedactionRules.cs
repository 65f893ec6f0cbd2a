using VoiceAgent.Resources.Objects;
using VoiceAgent.Resources.Reading;
using VoiceAgent.Resources.VoiceAgents.Safety;

namespace VoiceAgent.Resources.VoiceAgents.Rules;

/// <summary>Only what is kept can be redacted.</summary>
internal static class RedactionRules
{
    public static IEnumerable<ResourceProblem> Check(VoiceAgentResource agent)
    {
        if (agent.Spec.Redaction.Audio == Toggle.Disabled)
        {
            yield break;
        }

        if (agent.Spec.Recording.Mode != RecordingMode.AudioAndTranscript)
        {
            yield return new("spec.redaction.audio", "there is no recording to silence",
                "set spec.recording.mode to AudioAndTranscript, or leave this out");
        }

        if (agent.Spec.Redaction.Entities.Count == 0)
        {
            yield return new("spec.redaction.entities", "must name what to silence",
                $"one or more of {string.Join(", ", Enum.GetNames<RedactedEntity>())}");
        }
    }
}
