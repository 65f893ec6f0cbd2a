using VoiceAgent.Resources.Reading;

namespace VoiceAgent.Resources.VoiceAgents.Rules;

/// <summary>A reminder comes before the call is given up.</summary>
internal static class IdleRules
{
    public static IEnumerable<ResourceProblem> Check(VoiceAgentResource agent)
    {
        var (idle, limits) = (agent.Spec.Idle, agent.Spec.Limits);
        if (idle.MaxReminders > 0 && idle.ReminderSeconds >= limits.MaxIdleSeconds)
        {
            yield return new("spec.idle.reminderSeconds", $"must be less than spec.limits.maxIdleSeconds ({limits.MaxIdleSeconds})",
                "or set spec.idle.maxReminders to 0");
        }
    }
}
