using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace VoiceAgent.Testing.Vendors.Deepgram;

/// <summary><c>/v1/listen</c>. Guesses come with the audio; half of the words become final on the way, the rest when Finalize asks for them.</summary>
internal sealed class ListenRoom(DeepgramServer server) : DeepgramSession(server)
{
    private const int Rate = 16_000;

    private double _passed;
    private double _pieceBegin;
    private double _utteranceBegin;
    private int _finalWords;
    private bool _begun;
    private bool _halved;
    private string[] _words = [];
    private ScriptedFault? _fault;

    public async Task AnswerAsync(HttpContext context)
    {
        var query = context.Request.Query;
        Server.HoldQuery("/v1/listen", query);
        if (query["sample_rate"] != "16000" || query["language"].ToString().Contains('_', StringComparison.Ordinal))
        {
            throw Server.Refuse(400, "INVALID_QUERY_PARAMETER", "this stand-in hears 16 kHz, and languages are written with a hyphen");
        }

        if (query["keyterm"].Count > 0 && !query["model"].ToString().StartsWith("nova-3", StringComparison.Ordinal))
        {
            throw Server.Refuse(400, "INVALID_QUERY_PARAMETER", "keyterms are for nova-3 alone");
        }

        await ServeAsync(context, _ => Task.CompletedTask);
    }

    protected override async Task HearAsync(VendorWire wire, byte[] audio, HttpContext context)
    {
        _passed += audio.Length / 2.0 / Rate;
        if (_passed - _utteranceBegin < 0.5)
        {
            return;
        }

        if (!_begun)
        {
            await BeginAsync(wire, context);
        }

        // Halfway through, the first words are final, and stay so.
        if (!_halved && _passed - _utteranceBegin > 1 && !IsDead)
        {
            _halved = true;
            await SayAsync(wire, _words.Length / 2, isFinal: true);
        }
    }

    protected override async Task<bool> ObeyAsync(VendorWire wire, JsonObject message, HttpContext context)
    {
        switch (message["type"]?.ToString())
        {
            case "KeepAlive":
                Server.Hold("ListenV1_ListenV1KeepAlive", message);
                return true;
            case "CloseStream":
                Server.Hold("ListenV1_ListenV1CloseStream", message);
                await SendAsync(wire, "ListenV1_ListenV1Metadata", Metadata());
                return false;
            case "Finalize":
                Server.Hold("ListenV1_ListenV1Finalize", message);
                await FinalizeAsync(wire, context);
                return true;
            default:
                throw Server.Refuse(400, "DATA-0000", $"there is no message {message["type"]}");
        }
    }

    private bool IsDead => _fault?.Kind is FaultKind.NeverAnswers or FaultKind.DiesAtOnce or FaultKind.SlowFirstByte;

    private async Task BeginAsync(VendorWire wire, HttpContext context)
    {
        _begun = true;
        _fault = Server.Begin();
        _words = (Server.Utterances.TryDequeue(out var text) ? text : "hello there").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (_fault?.Kind is FaultKind.MalformedJson)
        {
            await wire.SendTextAsync("{\"type\":");
        }
        else if (!IsDead)
        {
            await SayAsync(wire, Math.Min(1, _words.Length), isFinal: false);
            await Server.AfterFirstAsync(_fault, context);
        }
    }

    private async Task FinalizeAsync(VendorWire wire, HttpContext context)
    {
        Server.Heard.Enqueue(TimeSpan.FromSeconds(_passed - _utteranceBegin));
        if (!_begun)
        {
            await BeginAsync(wire, context);
        }

        if (!IsDead || await Server.BeforeAsync(_fault, context))
        {
            if (!Server.PassesOverFinalize)
            {
                await SayAsync(wire, _words.Length, isFinal: true, fromFinalize: true);
            }

            (_begun, _halved, _finalWords, _fault) = (false, false, 0, null);
            (_utteranceBegin, _pieceBegin) = (_passed, _passed);
        }
    }

    private async Task SayAsync(VendorWire wire, int until, bool isFinal, bool fromFinalize = false)
    {
        var words = _words[_finalWords..Math.Max(_finalWords, until)];
        var results = new JsonObject
        {
            ["type"] = "Results",
            ["channel_index"] = new JsonArray(0, 1),
            ["start"] = _pieceBegin,
            ["duration"] = _passed - _pieceBegin,
            ["is_final"] = isFinal,
            ["speech_final"] = false,
            ["channel"] = new JsonObject { ["alternatives"] = new JsonArray(Alternative(words)) },
            ["metadata"] = new JsonObject
            {
                ["request_id"] = "r1",
                ["model_info"] = new JsonObject { ["name"] = "2-general-nova", ["version"] = "1", ["arch"] = "nova-3" },
                ["model_uuid"] = "m1",
            },
        };
        if (isFinal)
        {
            results["from_finalize"] = fromFinalize;
            (_finalWords, _pieceBegin) = (Math.Max(_finalWords, until), _passed);
        }

        await SendAsync(wire, "ListenV1_ListenV1Results", results);
    }

    private JsonObject Alternative(string[] words) => new()
    {
        ["transcript"] = string.Join(' ', words),
        ["confidence"] = 0.97,
        ["words"] = new JsonArray([.. words.Select((word, at) => new JsonObject
        {
            ["word"] = word,
            ["start"] = _pieceBegin + (at * 0.1),
            ["end"] = _pieceBegin + (at * 0.1) + 0.1,
            ["confidence"] = 0.97,
        })]),
    };

    private JsonObject Metadata() => new()
    {
        ["type"] = "Metadata",
        ["transaction_key"] = "deprecated",
        ["request_id"] = "5f2b6a1e-0000-4000-8000-000000000001",
        ["sha256"] = "0",
        ["created"] = "2026-01-01T00:00:00Z",
        ["duration"] = _passed,
        ["channels"] = 1,
    };
}
