using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace VoiceAgent.Testing.Vendors.Deepgram;

/// <summary><c>/v2/listen</c>. Hears the difference between sound and silence, and ends a turn after so much of the latter.</summary>
internal sealed class FluxRoom(DeepgramServer server) : DeepgramSession(server)
{
    private const int Rate = 16_000;
    private const string RequestId = "5f2b6a1e-0000-4000-8000-000000000001";

    // The vendor looks at its audio four times a second.
    private const double Step = 0.25;

    private readonly List<string> _said = [];
    private double _endAfter;
    private double _passed;
    private double _told;
    private double _turnBegin;
    private double _lastSound;
    private int _sequence;
    private int _turn;
    private int _wordsDone;
    private bool _open;
    private string[] _words = [];
    private ScriptedFault? _fault;

    public async Task AnswerAsync(HttpContext context)
    {
        var query = context.Request.Query;
        Server.HoldQuery("/v2/listen", query);
        if (query["sample_rate"] != "16000" || (query["language_hint"].Count > 0 && query["model"] != "flux-general-multi"))
        {
            throw Server.Refuse(400, "INVALID_QUERY_PARAMETER", "this stand-in hears 16 kHz, and hints are for flux-general-multi");
        }

        _endAfter = double.Parse(query["eot_timeout_ms"].FirstOrDefault() ?? "5000", CultureInfo.InvariantCulture) / 1_000;
        if (_endAfter is < 0.5 or > 10)
        {
            throw Server.Refuse(400, "INVALID_QUERY_PARAMETER", "eot_timeout_ms lies between 500 and 10000");
        }

        await ServeAsync(context, wire => SendAsync(wire, "ListenV2_ListenV2Connected", new JsonObject { ["type"] = "Connected", ["request_id"] = RequestId, ["sequence_id"] = _sequence++ }));
    }

    protected override async Task HearAsync(VendorWire wire, byte[] audio, HttpContext context)
    {
        _passed += audio.Length / 2.0 / Rate;
        if (MemoryMarshal.Cast<byte, short>(audio).ContainsAnyExcept((short)0))
        {
            _lastSound = _passed;
            if (!_open)
            {
                await BeginAsync(wire, context);
            }
        }

        if (IsDead)
        {
            await Server.BeforeAsync(_fault, context);
            _fault = null;
        }

        if (_open && _passed - _lastSound >= _endAfter && !Server.LeavesTurnsOpen)
        {
            await EndAsync(wire);
        }
        else if (_passed - _told >= Step)
        {
            await UpdateAsync(wire);
        }
    }

    protected override Task<bool> ObeyAsync(VendorWire wire, JsonObject message, HttpContext context)
    {
        if (message["type"]?.ToString() != "CloseStream")
        {
            throw Server.Refuse(400, "UNPARSABLE_CLIENT_MESSAGE", $"there is no message {message["type"]}");
        }

        Server.Hold("ListenV2_ListenV2CloseStream", message);
        return Task.FromResult(false);
    }

    private bool IsDead => _fault?.Kind is FaultKind.NeverAnswers or FaultKind.DiesAtOnce or FaultKind.SlowFirstByte;

    private async Task BeginAsync(VendorWire wire, HttpContext context)
    {
        _open = true;
        _turnBegin = _passed;
        if (_wordsDone == 0)
        {
            _fault = Server.Begin();
            _words = (Server.Utterances.TryDequeue(out var text) ? text : "hello there").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        }

        if (_fault?.Kind is FaultKind.MalformedJson)
        {
            await wire.SendTextAsync("{\"type\":");
        }
        else if (!IsDead)
        {
            await SayAsync(wire, "StartOfTurn", _words.Take(1));
            await Server.AfterFirstAsync(_fault, context);
        }
    }

    private async Task UpdateAsync(VendorWire wire)
    {
        _told = _passed;

        // A vendor that hears a pause where there was none.
        if (Server.CutsTurns && _open && _wordsDone == 0 && _passed - _turnBegin > 1)
        {
            _wordsDone = _words.Length / 2;
            await SayAsync(wire, "EndOfTurn", _words.Take(_wordsDone));
            (_turn, _open) = (_turn + 1, false);
            return;
        }

        await SayAsync(wire, "Update", !_open ? [] : Server.LeavesTurnsOpen ? [.. _said, .. _words] : _words.Skip(_wordsDone));
        if (_open && Server.LeavesTurnsOpen && _passed - _lastSound >= _endAfter)
        {
            // The turn goes on; the next sound belongs to it, and its words come after these.
            Server.Heard.Enqueue(TimeSpan.FromSeconds(_passed - _turnBegin));
            _said.AddRange(_words);
            (_open, _words) = (false, []);
        }
    }

    private async Task EndAsync(VendorWire wire)
    {
        _told = _passed;
        Server.Heard.Enqueue(TimeSpan.FromSeconds(_passed - _turnBegin));
        await SayAsync(wire, "EndOfTurn", _words.Skip(_wordsDone));
        (_turn, _open, _wordsDone, _fault) = (_turn + 1, false, 0, null);
    }

    private async Task SayAsync(VendorWire wire, string happened, IEnumerable<string> words)
    {
        var list = words.ToList();
        var info = new JsonObject
        {
            ["type"] = "TurnInfo",
            ["request_id"] = RequestId,
            ["sequence_id"] = _sequence++,
            ["event"] = happened,
            ["turn_index"] = _turn,
            ["audio_window_start"] = _turnBegin,
            ["audio_window_end"] = _passed,
            ["transcript"] = string.Join(' ', list),
            ["words"] = new JsonArray([.. list.Select((word, at) => new JsonObject { ["word"] = word, ["confidence"] = 0.9, ["start"] = _turnBegin + (at * 0.1), ["end"] = _turnBegin + (at * 0.1) + 0.1 })]),
            ["end_of_turn_confidence"] = happened == "EndOfTurn" ? 0.95 : 0.2,
        };
        await SendAsync(wire, "ListenV2_ListenV2TurnInfo", info);
    }
}
