using Microsoft.Extensions.Logging;
using VoiceAgent.Conversation.Dialogue;
using VoiceAgent.Conversation.Listening;
using VoiceAgent.Conversation.Playout;
using VoiceAgent.Conversation.Speech;
using VoiceAgent.Conversation.Tools;
using VoiceAgent.Conversation.Transcription;
using VoiceAgent.Conversation.Turns;

namespace VoiceAgent.Conversation.Calls;

/// <summary>Host settings of the engine.</summary>
public sealed record CallEngineOptions
{
    /// <summary>What counts as speech.</summary>
    public ListeningOptions Listening { get; init; } = new();

    /// <summary>How speech leaves the process.</summary>
    public PlayoutOptions Playout { get; init; } = new();
}

/// <summary>Opens calls. What all calls share (the voice activity model, the playout timer) lives as long as the process.</summary>
public sealed class CallFactory : ICallFactory
{
    private readonly CallEngineOptions _options;
    private readonly Func<ISpeechProbability> _probability;
    private readonly PlayoutClock _playoutClock;
    private readonly TimeProvider _time;
    private readonly ILoggerFactory _loggers;

    /// <summary>Uses what all calls share; disposes none of it.</summary>
    public CallFactory(CallEngineOptions options, SileroModel model, PlayoutClock playoutClock, TimeProvider time, ILoggerFactory loggers)
        : this(options, () => new SileroStream(model), playoutClock, time, loggers)
    {
    }

    internal CallFactory(CallEngineOptions options, Func<ISpeechProbability> probability, PlayoutClock playoutClock, TimeProvider time, ILoggerFactory loggers)
    {
        _options = options;
        _probability = probability;
        _playoutClock = playoutClock;
        _time = time;
        _loggers = loggers;
    }

    /// <inheritdoc/>
    public async ValueTask<ICall> StartAsync(CallSetup setup, CancellationToken cancellationToken)
    {
        var clock = new CallClock(_time);
        var signals = new CallSignals(clock);
        var transcribing = setup.Transcriber.OpenAsync(setup.Agent.Transcription with { Observer = signals }, cancellationToken).AsTask();
        var speaking = setup.Synthesizer.OpenAsync(setup.Agent.Speech with { Observer = signals }, cancellationToken).AsTask();
        try
        {
            await Task.WhenAll(transcribing, speaking);
        }
        catch
        {
            await LetGoAsync(transcribing);
            await LetGoAsync(speaking);
            throw;
        }

        var stages = Build(setup, clock, signals, await transcribing, await speaking);
        stages.Start();
        return new CallSession(stages);
    }

    private CallStages Build(CallSetup setup, CallClock clock, CallSignals signals, ITranscription transcription, ISpeechStream speech)
    {
        var journal = new CallJournal(clock, setup.Observers, _loggers.CreateLogger<CallSession>());
        var playout = new CallPlayout(clock, setup.Edge, setup.Tap, setup.PlayoutRate, _options.Playout, signals);
        var rate = new SpeechRate(speech.SampleRate, playout.Rate);
        var answers = new ClientAnswers();
        var tools = new ToolSet(CallTools.Of(setup, answers), _time);
        var writer = new ReplyWriter(setup.Agent, setup.Model, setup.Knowledge, tools, signals, _time);
        return new CallStages
        {
            Agent = setup.Agent,
            Clock = clock,
            Signals = signals,
            Journal = journal,
            Ear = new CallerEar(_options.Listening, _probability(), transcription, signals),
            Floor = new CallerFloor(new TurnTaking(setup.Agent.Turns, setup.Agent.Language, setup.Agent.Waits.FinalTranscript), journal),
            Replies = new Replies(setup.Agent, writer, () => new ReplyVoice(speech, playout, rate), playout, signals, journal),
            Playout = playout,
            PlayoutClock = _playoutClock,
            Transcription = transcription,
            Speech = speech,
            Tap = setup.Tap,
            Tools = tools,
            ClientAnswers = answers,
        };
    }

    private static async Task LetGoAsync<T>(Task<T> opening)
        where T : IAsyncDisposable
    {
        if (await Task.WhenAny(opening) is { IsCompletedSuccessfully: true })
        {
            await (await opening).DisposeAsync();
        }
    }
}
