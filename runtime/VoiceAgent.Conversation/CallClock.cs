namespace VoiceAgent.Conversation;

/// <summary>Time since a call began.</summary>
internal sealed class CallClock(TimeProvider time)
{
    private readonly long _began = time.GetTimestamp();

    public TimeSpan Now => time.GetElapsedTime(_began);

    public TimeProvider Time => time;
}
