namespace VoiceAgent.Runtime.Tests.Realtime.Toolbox;

/// <summary>How long a test waits for something that must come. Never part of what is asserted.</summary>
internal static class Patience
{
    public static readonly TimeSpan Long = TimeSpan.FromSeconds(20);
}
