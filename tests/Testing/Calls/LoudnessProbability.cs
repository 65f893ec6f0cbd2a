using VoiceAgent.Conversation.Audio;
using VoiceAgent.Conversation.Listening;

namespace VoiceAgent.Testing.Calls;

/// <summary>Takes every loud window for speech, so that a script decides when the caller speaks.</summary>
internal sealed class LoudnessProbability : ISpeechProbability
{
    public float Next(ReadOnlySpan<short> window) => Loudness.Rms(window) > 500 ? 1 : 0;

    public void Skip(ReadOnlySpan<short> window)
    {
    }
}
