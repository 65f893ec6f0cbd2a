using VoiceAgent.Conversation.Calls;
using VoiceAgent.Runtime.Realtime.Protocol;
using VoiceAgent.Runtime.Realtime.Sound;

namespace VoiceAgent.Runtime.Realtime.Session;

/// <summary><c>input_audio_buffer.commit</c> and <c>.clear</c>; <c>.append</c> never comes this far.</summary>
internal sealed class InputHandler(SessionState state, ICall call, EventWriter events, CallerAudio audio, CallerTurns turns)
{
    // OpenAI's own bound, in its own words.
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(100);

    public void Commit()
    {
        if (audio.Buffered < Shortest)
        {
            throw new ProtocolException(new ProtocolError(
                "input_audio_buffer_commit_empty",
                $"Error committing input audio buffer: buffer too small. Expected at least 100ms of audio, but buffer only has {audio.Buffered.TotalMilliseconds:0.00}ms of audio."));
        }

        // With turn detection on, the call may just have closed the turn by itself; its word alone creates the item.
        if (state.Settings.TurnDetection is null)
        {
            turns.Commit(audio.Buffered);
        }

        audio.ForgetBuffered();
        call.CommitTurn();
    }

    public void Clear()
    {
        audio.ForgetBuffered();
        turns.Forget();
        call.ClearHeard();
        events.Begin(ServerEvents.InputCleared);
        events.End();
    }
}
