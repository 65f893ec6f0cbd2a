using VoiceAgent.Conversation.Calls;
using VoiceAgent.Runtime.Realtime.Protocol;
using VoiceAgent.Runtime.Realtime.Sound;

namespace VoiceAgent.Runtime.Realtime.Session;

/// <summary><c>session.update</c>, and the two events that show the effective session.</summary>
internal sealed class SessionHandler(SessionState state, ICall call, EventWriter events, CallerAudio audio)
{
    /// <summary>Puts the settings that the session begins with in force and says so.</summary>
    public void Open()
    {
        audio.Use(state.Settings.Input);
        if (state.Settings.Policy != CallTurnPolicy.Automatic)
        {
            call.SetPolicy(state.Settings.Policy);
        }

        SessionJson.Write(events.Begin(ServerEvents.SessionCreated), state.Id, state.Agent, state.Settings);
        events.End();
    }

    public void Update(UpdateSession asked)
    {
        var before = state.Settings;
        state.Settings = SessionChanges.Apply(before, asked.Session);
        audio.Use(state.Settings.Input);
        if (state.Settings.Policy != before.Policy)
        {
            call.SetPolicy(state.Settings.Policy);
        }

        if ((state.Settings.TurnDetection is null) != (before.TurnDetection is null))
        {
            // The call forgets what it heard under the other rule.
            audio.ForgetBuffered();
        }

        SessionJson.Write(events.Begin(ServerEvents.SessionUpdated), state.Id, state.Agent, state.Settings);
        events.End();
    }
}
