using System.Globalization;
using VoiceAgent.Conversation.Agents;
using VoiceAgent.Conversation.Speech;
using VoiceAgent.Conversation.Transcription;
using VoiceAgent.Conversation.Turns;
using VoiceAgent.Resources.Objects;
using VoiceAgent.Resources.VoiceAgents;
using VoiceAgent.Resources.VoiceAgents.Pipeline;
using VoiceAgent.Resources.VoiceAgents.Turns;
using VoiceAgent.Runtime.Catalog;
using TurnProfile = VoiceAgent.Conversation.Turns.TurnProfile;

namespace VoiceAgent.Runtime.Calls.Setup;

/// <summary>Freezes an agent's definition for one call, every default filled in.</summary>
internal static class AgentSnapshots
{
    /// <summary>The snapshot of one revision with the variables of one call.</summary>
    public static AgentSnapshot Freeze(AgentEntry agent, CallVariables variables, SpeechVocabulary vocabulary)
    {
        var spec = agent.Resource.Spec;
        var stages = Cascade(agent);
        var language = spec.Languages[0];
        return new AgentSnapshot
        {
            Name = agent.Name,
            Revision = agent.Revision,
            Language = language,
            Prompt = variables.Render(agent.PromptText),
            Greeting = Greeting(spec, variables),
            GreetingInterruptible = spec.Greeting?.Interruption != Permission.Deny,
            Model = stages.Llm.Model,
            Temperature = Number(stages.Llm.Temperature),
            MaxOutputTokens = stages.Llm.MaxOutputTokens,
            Transcription = new TranscriptionOptions(stages.Stt.Model, language, vocabulary, stages.Stt.Options),
            Speech = new SpeechOptions(stages.Tts.Model, stages.Tts.Voice, language, stages.Tts.SpeakingRatePercent, stages.Tts.Options),
            Turns = Turns(spec.TurnTaking),
            MaxDuration = TimeSpan.FromSeconds(spec.Limits.MaxCallSeconds),
            MaxIdle = TimeSpan.FromSeconds(spec.Limits.MaxIdleSeconds),
            Waits = Waits(spec.Deadlines),
            Reminders = new IdleReminders { After = TimeSpan.FromSeconds(spec.Idle.ReminderSeconds), Most = spec.Idle.MaxReminders, Text = spec.Idle.Text is { } text ? variables.Render(text) : null },
            MaxToolSteps = spec.Limits.MaxToolSteps,
            BuiltInTools = BuiltInTools.Of(spec),
        };
    }

    /// <summary>The three stages; an agent with a speech-to-speech model is not served yet.</summary>
    /// <exception cref="CallRefusedException">The agent's pipeline is of the other kind.</exception>
    public static CascadeDefinition Cascade(AgentEntry agent) => agent.Resource.Spec.Pipeline.Cascade
        ?? throw new CallRefusedException(CallRefusal.AgentNotReady, "This version serves agents with pipeline.cascade; this one has pipeline.realtime.");

    /// <summary>A number that the definition holds as text, because specs hold no floating point.</summary>
    public static float? Number(string? text) => text is null ? null : float.Parse(text, CultureInfo.InvariantCulture);

    // Whoever is recorded is told before anything else is said.
    private static string? Greeting(VoiceAgentSpec spec, CallVariables variables)
    {
        var notice = spec.Recording.Mode == RecordingMode.Disabled ? null : spec.Recording.ConsentPrompt;
        var words = string.Join(' ', new[] { notice, spec.Greeting?.Text }.Where(text => text is not null));
        return words.Length == 0 ? null : variables.Render(words);
    }

    private static WaitLimits Waits(DeadlinesDefinition deadlines) => new()
    {
        Filler = TimeSpan.FromMilliseconds(deadlines.FillerMilliseconds),
        FirstToken = TimeSpan.FromMilliseconds(deadlines.FirstTokenMilliseconds),
        FirstAudio = TimeSpan.FromMilliseconds(deadlines.FirstAudioMilliseconds),
        FinalTranscript = TimeSpan.FromMilliseconds(deadlines.FinalTranscriptMilliseconds),
        DeadAirFiller = TimeSpan.FromMilliseconds(deadlines.DeadAirFillerMilliseconds),
        DeadAirRecovery = TimeSpan.FromMilliseconds(deadlines.DeadAirRecoveryMilliseconds),
        Fillers = deadlines.Fillers,
    };

    private static TurnOptions Turns(TurnTakingDefinition definition)
    {
        var silence = definition.Silence();
        return new TurnOptions
        {
            Profile = definition.Profile switch
            {
                Resources.VoiceAgents.Turns.TurnProfile.Quick => TurnProfile.Quick,
                Resources.VoiceAgents.Turns.TurnProfile.Dictation => TurnProfile.Dictation,
                Resources.VoiceAgents.Turns.TurnProfile.Default or _ => TurnProfile.Default,
            },
            MinSilence = TimeSpan.FromMilliseconds(silence.MinimumMilliseconds),
            MaxSilence = TimeSpan.FromMilliseconds(silence.MaximumMilliseconds),
            Interruptible = definition.Interruption == Permission.Allow,
            TentativePause = TimeSpan.FromMilliseconds(definition.TentativePauseMilliseconds),
            ConfirmSpeech = TimeSpan.FromMilliseconds(definition.ConfirmSpeechMilliseconds),
            ResumeAfter = TimeSpan.FromMilliseconds(definition.ResumeAfterMilliseconds),
        };
    }
}
