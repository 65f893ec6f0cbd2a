using Microsoft.Extensions.AI;
using VoiceAgent.Conversation.Agents;
using VoiceAgent.Conversation.Dialogue;
using VoiceAgent.Conversation.Playout;
using VoiceAgent.Conversation.Tools;

namespace VoiceAgent.Conversation.Calls;

/// <summary>The agent's side of a call: starts replies, follows them, ends or cuts them, and keeps the history true. Used by the session's writer alone.</summary>
internal sealed class Replies(
    AgentSnapshot agent,
    ReplyWriter writer,
    Func<ReplyVoice> openVoice,
    CallPlayout playout,
    CallSignals signals,
    CallJournal journal)
{
    private readonly History _history = new();
    private readonly Phrases _phrases = Phrases.In(agent.Language);
    private readonly List<Task> _ending = [];
    private (int Turn, SpokenText Text)? _lastCut;
    private ServedBy _servedBy = ServedBy.Unknown;
    private int _turns;
    private int _fillers;

    /// <summary>The reply under way, if any.</summary>
    public Reply? Current { get; private set; }

    /// <summary>How the call ends once the reply under way is over, because a tool said so.</summary>
    public CallEnding? ThenEnd { get; private set; }

    /// <summary>Where the caller is handed to when the call ends as transferred.</summary>
    public string? TransferTo { get; private set; }

    /// <summary>Whether a tool is at work.</summary>
    public bool IsToolRunning => _history.AreToolsPending;

    /// <summary>The caller's turn joins the history.</summary>
    /// <returns>Its number.</returns>
    public int CallerSaid(string text)
    {
        _history.CallerSaid(++_turns, text.Length > 0 ? text : HeardText.Unintelligible);
        return _turns;
    }

    /// <summary>Answers the history as it stands.</summary>
    public void Answer(bool spoken, Waterfall sofar)
    {
        var (history, question) = (_history.Messages(), Prompt.Question(_history));
        Start(new Reply(++_turns, Voice(spoken), signals) { Waterfall = sofar }, (reply, token) => writer.WriteAsync(history, question, reply, token));
    }

    /// <summary>Says the agent's greeting.</summary>
    public void Greet(string greeting) => Say(new Reply(++_turns, openVoice(), signals) { Interruptible = agent.GreetingInterruptible }, greeting);

    /// <summary>Says that something went wrong.</summary>
    public void Apologise(bool spoken) => Say(new Reply(++_turns, Voice(spoken), signals) { IsApology = true }, _phrases.Apology);

    /// <summary>Asks whether the caller is still there.</summary>
    public void Remind() => Say(new Reply(++_turns, openVoice(), signals) { IsReminder = true }, agent.Reminders.Text ?? _phrases.Reminder);

    /// <summary>Says goodbye because the call lasted long enough; the call ends with it.</summary>
    public void EndForTime()
    {
        Cut(ReplyOutcome.Interrupted);
        Say(new Reply(++_turns, openVoice(), signals) { Interruptible = false }, _phrases.TimeIsUp);
        ThenEnd = CallEnding.TimeLimit;
    }

    /// <summary>Fills a wait within the reply under way.</summary>
    public void Fill()
    {
        if (Current is { Spoken: true } reply)
        {
            var fillers = agent.Waits.Fillers.Count > 0 ? agent.Waits.Fillers : _phrases.Fillers;
            Fill(reply, fillers[_fillers++ % fillers.Count]);
        }
    }

    /// <summary>Takes what a reply in the making reports. One that was cut meanwhile is not listened to, except for its tools: what was done, was done.</summary>
    public void Progressed(in CallSignal signal)
    {
        switch (signal.Kind)
        {
            case SignalKind.ToolStarted when signal.Item is (FunctionCallContent call, ToolPolicy policy):
                ToolStarted(signal.Number, call, policy);
                return;
            case SignalKind.ToolEnded when signal.Item is (FunctionCallContent call, ToolResult result):
                ToolEnded(signal.Number, call, result);
                return;
        }

        if (Current is not { } reply || reply.Turn != signal.Number)
        {
            return;
        }

        var marks = reply.Waterfall;
        switch (signal.Kind)
        {
            case SignalKind.KnowledgeFound: reply.Waterfall = marks with { KnowledgeFound = signal.At }; break;
            case SignalKind.TextWritten: Wrote(reply, (string)signal.Item!, signal.At); break;
            case SignalKind.FirstSentence: reply.Waterfall = marks with { FirstSentence = signal.At }; break;
            case SignalKind.FirstAudio: reply.Waterfall = marks with { FirstAudio = signal.At }; break;
            case SignalKind.Audible: reply.Waterfall = marks with { FirstAudible = marks.FirstAudible ?? signal.At }; break;
        }
    }

    /// <summary>Everything of the reply was played, or delivered as text.</summary>
    public void Complete(Reply reply, TimeSpan at)
    {
        var heard = reply.Spoken ? playout.Text.Whole : reply.Generated.ToString();
        var audio = reply.Spoken ? playout.PlayedAudio : TimeSpan.Zero;
        End(reply, ReplyOutcome.Completed, heard, audio, at);
    }

    /// <summary>
    /// The only arrow that runs back: stops playback, takes what was heard into the history, and cancels model and voice, in one step.
    /// </summary>
    public void Cut(ReplyOutcome outcome)
    {
        if (Current is not { } reply)
        {
            return;
        }

        // Whoever speaks into a goodbye has something more to say.
        ThenEnd = null;
        var heard = playout.Cut();
        _lastCut = (reply.Turn, playout.Text);
        End(reply, outcome, reply.Spoken ? heard.Text : reply.Generated.ToString(), heard.Audio, journal.Now);
    }

    /// <summary>The far end says how much of a cut reply it really played.</summary>
    public void Truncate(int turn, TimeSpan heardAudio)
    {
        if (_lastCut is not { } cut || cut.Turn != turn)
        {
            return;
        }

        var heard = cut.Text.Before((long)(heardAudio.TotalSeconds * playout.Rate));
        _history.AgentSaid(turn, heard, interrupted: true);
        journal.Publish(new ReplyTruncated(journal.Now, turn, heard, heardAudio));
    }

    /// <summary>A provider of a chain serves the call from now on.</summary>
    public void Served((CallStage Stage, string Provider) link) => _servedBy = link.Stage switch
    {
        CallStage.Transcription => _servedBy with { Transcription = link.Provider },
        CallStage.Dialogue => _servedBy with { Model = link.Provider },
        CallStage.Speech => _servedBy with { Speech = link.Provider },
        _ => _servedBy,
    };

    /// <summary>Completes when no reply runs any more.</summary>
    public Task StoppedAsync() => Task.WhenAll(_ending);

    private void Fill(Reply reply, string filler)
    {
        if (reply.TryFill(filler))
        {
            reply.Generated.Append(filler).Append(' ');
            journal.Publish(new FillerSpoken(journal.Now, reply.Turn, filler));
            journal.Publish(new ReplyText(journal.Now, reply.Turn, filler + " "));
        }
    }

    private void Wrote(Reply reply, string delta, TimeSpan at)
    {
        reply.Waterfall = reply.Waterfall with { FirstToken = reply.Waterfall.FirstToken ?? at };
        reply.Generated.Append(delta);
        journal.Publish(new ReplyText(journal.Now, reply.Turn, delta));
    }

    private void ToolStarted(int turn, FunctionCallContent call, ToolPolicy policy)
    {
        _history.ToolAsked(turn, call);
        journal.Publish(new ToolStarted(journal.Now, turn, call.CallId, call.Name, ToolArguments.Json(call)));
        if (policy.Filler is { } filler && Current is { } reply && reply.Turn == turn)
        {
            Fill(reply, filler);
        }
    }

    private void ToolEnded(int turn, FunctionCallContent call, ToolResult result)
    {
        _history.ToolAnswered(turn, call, new FunctionResultContent(call.CallId, result.Result));
        if (Current?.Turn == turn)
        {
            ThenEnd = result.Effect switch
            {
                ToolEffect.EndCall => CallEnding.AgentEnded,
                ToolEffect.TransferCall => CallEnding.Transferred,
                _ => ThenEnd,
            };
            TransferTo = result.Destination ?? TransferTo;
        }

        journal.Publish(new ToolEnded(journal.Now, turn, call.CallId, call.Name, result.Succeeded, result.Result));
    }

    private ReplyVoice? Voice(bool spoken) => spoken ? openVoice() : null;

    private void Say(Reply reply, string text) => Start(reply, async (progress, token) =>
    {
        await ((IReplyProgress)progress).TextAsync(text, token);
        return ReplyUsage.None;
    });

    private void Start(Reply reply, Func<Reply, CancellationToken, Task<ReplyUsage>> write)
    {
        Current = reply;
        if (reply.Spoken)
        {
            playout.Begin(reply.Turn);
        }

        // Published before the first frame can leave, so that every observer learns of a reply before its sound.
        journal.Publish(new ReplyStarted(journal.Now, reply.Turn, reply.Spoken));
        reply.Start(write);
        _ending.RemoveAll(task => task.IsCompleted);
        _ending.Add(reply.Completion);
    }

    private void End(Reply reply, ReplyOutcome outcome, string heard, TimeSpan audio, TimeSpan at)
    {
        Current = null;
        reply.Cancel();
        _history.AgentSaid(reply.Turn, heard, interrupted: outcome is not ReplyOutcome.Completed);
        reply.Waterfall = reply.Waterfall with { Played = at };
        var usage = reply.Usage with { SpokenCharacters = reply.SpokenCharacters };
        journal.Publish(new ReplyEnded(journal.Now, reply.Turn, outcome, reply.Generated.ToString(), heard, audio, reply.Waterfall, usage) { ServedBy = _servedBy });
    }
}
