using System.Threading.Channels;
using VoiceAgent.Conversation.Agents;
using VoiceAgent.Conversation.Listening;
using VoiceAgent.Conversation.Playout;
using VoiceAgent.Conversation.Speech;
using VoiceAgent.Conversation.Tools;
using VoiceAgent.Conversation.Transcription;

namespace VoiceAgent.Conversation.Calls;

/// <summary>The stages of one call, built and let go together.</summary>
internal sealed class CallStages : IAsyncDisposable
{
    public required AgentSnapshot Agent { get; init; }

    public required CallClock Clock { get; init; }

    public required CallSignals Signals { get; init; }

    public required CallJournal Journal { get; init; }

    public required CallerEar Ear { get; init; }

    public required CallerFloor Floor { get; init; }

    public required Replies Replies { get; init; }

    public required CallPlayout Playout { get; init; }

    public required PlayoutClock PlayoutClock { get; init; }

    public required ITranscription Transcription { get; init; }

    public required ISpeechStream Speech { get; init; }

    public required IAudioTap? Tap { get; init; }

    public required ToolSet Tools { get; init; }

    public required ClientAnswers ClientAnswers { get; init; }

    private Task _pump = Task.CompletedTask;

    /// <summary>Lets frames and transcripts flow.</summary>
    public void Start()
    {
        PlayoutClock.Add(Playout);
        _pump = CallTasks.Start(PumpTranscriptsAsync);
    }

    /// <summary>Order: no more frames out, no more words in, then the providers' sockets, tools still at work, native memory.</summary>
    public async ValueTask DisposeAsync()
    {
        PlayoutClock.Remove(Playout);
        Playout.Dispose();
        await Transcription.DisposeAsync();
        await _pump;
        await Speech.DisposeAsync();
        Tools.Dispose();
        Ear.Dispose();
    }

    private async Task PumpTranscriptsAsync()
    {
        try
        {
            while (await Transcription.Events.WaitToReadAsync(CancellationToken.None))
            {
                while (Transcription.Events.TryRead(out var heard))
                {
                    Signals.Post(SignalKind.Transcript, heard.Utterance, item: heard);
                }
            }
        }
        catch (Exception exception) when (exception is not ChannelClosedException)
        {
            Signals.Post(SignalKind.EarFailed, item: exception);
        }
    }
}
