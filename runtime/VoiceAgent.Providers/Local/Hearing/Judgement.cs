namespace VoiceAgent.Providers.Local.Hearing;

/// <summary>Decides whether a hypothesis is speech of this agent's world, or noise that was squeezed into words.</summary>
internal static class Judgement
{
    public static (string Text, double Confidence) Of(Hypothesis hypothesis) => (hypothesis.Text, hypothesis.Posterior);
}
