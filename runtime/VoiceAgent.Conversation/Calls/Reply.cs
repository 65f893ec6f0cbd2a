using System.Text;
using System.Threading.Channels;
using Microsoft.Extensions.AI;
using VoiceAgent.Conversation.Dialogue;
using VoiceAgent.Conversation.Playout;
using VoiceAgent.Conversation.Speech;
using VoiceAgent.Conversation.Tools;

namespace VoiceAgent.Conversation.Calls;

/// <summary>
/// One reply in the making: text is written, cut into sentences and spoken, all at the same time. Runs on its own tasks and reports to the session by signals;
/// the properties belong to the session's writer.
/// </summary>
internal sealed class Reply : IReplyProgress
{
    // Sentences written ahead of the voice. More would only be thrown away by an interruption.
    private const int SentencesAhead = 8;

    private readonly CallSignals _signals;
    private readonly CancellationTokenSource _cut = new();
    private readonly SentenceChunker _chunker = new();
    private readonly Channel<string>? _sentences;
    private readonly ReplyVoice? _voice;
    private bool _firstSentence = true;
    private Exception? _fault;

    /// <param name="turn">The agent's turn.</param>
    /// <param name="voice">Null for an answer in text alone.</param>
    /// <param name="signals">Where progress goes.</param>
    public Reply(int turn, ReplyVoice? voice, CallSignals signals)
    {
        Turn = turn;
        _voice = voice;
        _signals = signals;
        _sentences = voice is null ? null : Channel.CreateBounded<string>(SentencesAhead);
    }

    public int Turn { get; }

    public bool Spoken => _voice is not null;

    /// <summary>Whether the caller's words may cut it.</summary>
    public bool Interruptible { get; init; } = true;

    /// <summary>Said in place of a reply that failed; its own failure is not answered by another.</summary>
    public bool IsApology { get; init; }

    /// <summary>Asks whether the caller is still there: no conversation, as far as silence is counted.</summary>
    public bool IsReminder { get; init; }

    public StringBuilder Generated { get; } = new();

    public Waterfall Waterfall { get; set; } = new();

    public ReplyUsage Usage { get; set; } = ReplyUsage.None;

    /// <summary>The model is done.</summary>
    public bool Written { get; set; }

    public int SpokenCharacters => _voice?.Characters ?? 0;

    /// <summary>Completes when all tasks of the reply are over. Never faults.</summary>
    public Task Completion { get; private set; } = Task.CompletedTask;

    /// <summary>Starts writing and speaking.</summary>
    public void Start(Func<Reply, CancellationToken, Task<ReplyUsage>> write) => Completion = CallTasks.Start(() => RunAsync(write));

    /// <summary>Says this before what comes next.</summary>
    /// <returns>False when enough is waiting to be said, or the reply is written.</returns>
    public bool TryFill(string filler) => !Written && _sentences?.Writer.TryWrite(filler) == true;

    /// <summary>Stops the model and the voice. Idempotent.</summary>
    public void Cancel() => _cut.Cancel();

    private async Task RunAsync(Func<Reply, CancellationToken, Task<ReplyUsage>> write)
    {
        using var together = CancellationTokenSource.CreateLinkedTokenSource(_cut.Token);
        var speaking = _voice?.SpeakAsync(Turn, _sentences!.Reader, () => _signals.Post(SignalKind.FirstAudio, Turn), together.Token) ?? Task.CompletedTask;
        try
        {
            var writing = WriteAsync(write, together.Token);
            if (await Task.WhenAny(writing, speaking) is { IsFaulted: true })
            {
                together.Cancel();
            }

            await Task.WhenAll(writing, speaking);
        }
        catch (OperationCanceledException) when (_cut.IsCancellationRequested)
        {
            // Cut by the session, which knows why.
        }
        catch (Exception)
        {
            _signals.Post(SignalKind.ReplyFailed, Turn, item: FirstFault(speaking));
        }
    }

    private async Task WriteAsync(Func<Reply, CancellationToken, Task<ReplyUsage>> write, CancellationToken cancellationToken)
    {
        try
        {
            var usage = await write(this, cancellationToken);
            if (_chunker.Finish() is { } rest)
            {
                await SayAsync(rest, cancellationToken);
            }

            _signals.Post(SignalKind.Written, Turn, item: usage);
            _sentences?.Writer.TryComplete();
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            _fault = exception;
            throw;
        }
    }

    private Exception? FirstFault(Task speaking) => _fault ?? speaking.Exception?.InnerException;

    async ValueTask IReplyProgress.TextAsync(string delta, CancellationToken cancellationToken)
    {
        _signals.Post(SignalKind.TextWritten, Turn, item: delta);
        if (_sentences is null)
        {
            return;
        }

        foreach (var sentence in _chunker.Add(delta))
        {
            await SayAsync(sentence, cancellationToken);
        }
    }

    void IReplyProgress.KnowledgeFound() => _signals.Post(SignalKind.KnowledgeFound, Turn);

    void IToolProgress.ToolStarted(FunctionCallContent call, ToolPolicy policy) => _signals.Post(SignalKind.ToolStarted, Turn, item: (call, policy));

    void IToolProgress.ToolEnded(FunctionCallContent call, ToolResult result) => _signals.Post(SignalKind.ToolEnded, Turn, item: (call, result));

    private async ValueTask SayAsync(string sentence, CancellationToken cancellationToken)
    {
        if (_firstSentence)
        {
            _firstSentence = false;
            _signals.Post(SignalKind.FirstSentence, Turn);
        }

        if (_sentences is not null)
        {
            await _sentences.Writer.WriteAsync(sentence, cancellationToken);
        }
    }
}
