using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using VoiceAgent.Conversation;
using VoiceAgent.Providers.Mouths;
using VoiceAgent.Providers.Wire;

namespace VoiceAgent.Providers.ElevenLabs;

/// <summary>
/// One multi-context socket. A context stands ready before its sentence is known: that saves the time of its opening,
/// and gives the keep-alive, which the vendor knows for contexts alone, something to keep.
/// </summary>
internal sealed class ContextLine : ISpeechLine
{
    private static readonly TimeSpan KeepAliveEvery = TimeSpan.FromSeconds(15);

    private readonly VendorConnection _connection;
    private readonly ElevenLabsVoice _voice;
    private readonly VendorSocket _socket;
    private readonly Action _broken;
    private readonly ConcurrentDictionary<string, SpeechContext> _contexts = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _closed = new();
    private readonly Lock _gate = new();
    private readonly Task _reading;
    private SpeechContext _ready;
    private int _number;

    private ContextLine(VendorConnection connection, ElevenLabsVoice voice, VendorSocket socket, Action broken)
    {
        _connection = connection;
        _voice = voice;
        _socket = socket;
        _broken = broken;
        _ready = Prepare();
        _reading = connection.Loops.Run(ReadAsync);
    }

    public ProviderException? Fault { get; private set; }

    /// <param name="connection">The vendor.</param>
    /// <param name="voice">What is spoken with.</param>
    /// <param name="broken">Called once when the socket breaks, from its own loop.</param>
    /// <param name="cancellationToken">Ends the opening.</param>
    public static async Task<ISpeechLine> OpenAsync(VendorConnection connection, ElevenLabsVoice voice, Action broken, CancellationToken cancellationToken) =>
        new ContextLine(connection, voice, await VendorSocket.ConnectAsync(connection, CallStage.Speech, voice.Socket, cancellationToken), broken);

    public ISentence Sentence(string text) => new ContextSentence(_connection, this, text);

    /// <summary>The context that stands ready; another takes its place.</summary>
    public SpeechContext Take()
    {
        lock (_gate)
        {
            var context = _ready;
            _ready = Prepare();
            return context;
        }
    }

    /// <summary>Has a sentence spoken at once: the vendor wants text to end with a space, and is not to wait for more of it.</summary>
    public ValueTask SendAsync(SpeechContext context, string text, CancellationToken cancellationToken) =>
        _socket.SendAsync(SocketMessage.Text(new JsonObject { ["context_id"] = context.Id, ["text"] = text + " ", ["flush"] = true }), cancellationToken);

    /// <summary>Nothing more is to be made for a context. What is being made still comes, and is not listened to once it is forgotten.</summary>
    public void Close(SpeechContext context) => _socket.TrySend(SocketMessage.Text(new JsonObject { ["context_id"] = context.Id, ["close_context"] = true }));

    public void Forget(SpeechContext context) => _contexts.TryRemove(context.Id, out _);

    /// <summary>Order: the vendor is told, the socket goes, then the loop that reads it.</summary>
    public async ValueTask DisposeAsync()
    {
        _socket.TrySend(SocketMessage.Text(new JsonObject { ["close_socket"] = true }));
        await _closed.CancelAsync();
        await _socket.DisposeAsync();
        await _reading;
        _closed.Dispose();
    }

    private SpeechContext Prepare()
    {
        var context = new SpeechContext($"s{(++_number).ToString(CultureInfo.InvariantCulture)}");
        _contexts[context.Id] = context;
        var first = new JsonObject { ["context_id"] = context.Id, ["text"] = " " };
        if (_voice.Settings is not null)
        {
            first["voice_settings"] = _voice.Settings.DeepClone();
        }

        _socket.TrySend(SocketMessage.Text(first));
        return context;
    }

    private async Task ReadAsync()
    {
        try
        {
            var receiving = _socket.ReceiveAsync(_closed.Token).AsTask();
            while (true)
            {
                using var pause = CancellationTokenSource.CreateLinkedTokenSource(_closed.Token);
                var tick = Task.Delay(KeepAliveEvery, _connection.Time, pause.Token);
                if (await Task.WhenAny(receiving, tick) == receiving)
                {
                    Dispatch(await receiving);
                    receiving = _socket.ReceiveAsync(_closed.Token).AsTask();
                }
                else
                {
                    KeepAlive();
                }

                await pause.CancelAsync();
            }
        }
        catch (Exception failure)
        {
            Fault = _connection.Faults.Other(CallStage.Speech, failure);
            foreach (var context in _contexts.Values)
            {
                context.Fail(Fault);
            }

            if (!_closed.IsCancellationRequested)
            {
                _broken();
            }
        }
    }

    private void KeepAlive()
    {
        lock (_gate)
        {
            _socket.TrySend(SocketMessage.Text(new JsonObject { ["context_id"] = _ready.Id, ["text"] = "" }));
        }
    }

    private void Dispatch(SocketMessage message)
    {
        using var body = message.Read();
        var root = body.RootElement;
        var context = Id(root) is { } id ? _contexts.GetValueOrDefault(id) : null;
        if (root.TryGetProperty("error", out _))
        {
            var fault = _connection.Faults.Event(CallStage.Speech, ElevenLabsFaults.ReadSocket(root));
            (context ?? throw fault).Fail(fault);
            return;
        }

        var audio = root.TryGetProperty("audio", out var encoded) && encoded.ValueKind == JsonValueKind.String ? encoded.GetBytesFromBase64() : [];
        var alignment = root.TryGetProperty("alignment", out var places) ? places.Clone() : (JsonElement?)null;
        context?.Add(new ContextPiece(audio, alignment, IsFinal(root)));
    }

    // The description writes contextId and isFinal, the live server has been seen to write context_id and is_final.
    private static string? Id(JsonElement root) =>
        (root.TryGetProperty("contextId", out var id) || root.TryGetProperty("context_id", out id)) && id.ValueKind == JsonValueKind.String ? id.GetString() : null;

    private static bool IsFinal(JsonElement root) =>
        (root.TryGetProperty("isFinal", out var final) || root.TryGetProperty("is_final", out final)) && final.ValueKind == JsonValueKind.True;
}
