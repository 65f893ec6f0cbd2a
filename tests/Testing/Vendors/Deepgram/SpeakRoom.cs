using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace VoiceAgent.Testing.Vendors.Deepgram;

/// <summary><c>/v1/speak</c>, over its socket and over HTTP.</summary>
internal sealed class SpeakRoom(DeepgramServer server) : DeepgramSession(server)
{
    private const int Rate = 24_000;

    // 20 flushes a minute are taken.
    private const int MostFlushes = 20;

    private CancellationTokenSource _cleared = new();
    private Task _speaking = Task.CompletedTask;
    private string _text = "";
    private int _flushes;
    private int _sequence;

    public async Task AnswerAsync(HttpContext context)
    {
        CheckQuery(context.Request.Query);
        await ServeAsync(context, wire => SendAsync(wire, "SpeakV1_SpeakV1Metadata", new JsonObject
        {
            ["type"] = "Metadata",
            ["request_id"] = "5f2b6a1e-0000-4000-8000-000000000001",
            ["model_name"] = context.Request.Query["model"].ToString(),
            ["model_version"] = "1",
            ["model_uuid"] = "5f2b6a1e-0000-4000-8000-000000000002",
        }));
    }

    public async Task PostAsync(HttpContext context)
    {
        var query = context.Request.Query;
        CheckQuery(new QueryCollection(query.Where(parameter => parameter.Key != "container").ToDictionary()));
        var body = (await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted))!.AsObject();
        if (body.Count != 1 || body["text"] is null || query["container"] != "none")
        {
            throw Server.Refuse(400, "PAYLOAD_ERROR", "the body has a text, and the query no container");
        }

        var fault = Server.Begin();
        if (!await Server.BeforeAsync(fault, context))
        {
            return;
        }

        context.Response.ContentType = fault?.Kind is FaultKind.MalformedJson ? "application/json" : "audio/l16;rate=24000";
        var first = true;
        foreach (var piece in Pieces(body["text"]!.ToString(), fault))
        {
            await context.Response.Body.WriteAsync(piece, context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            if (first && !await Server.AfterFirstAsync(fault, context))
            {
                return;
            }

            first = false;
        }
    }

    protected override Task HearAsync(VendorWire wire, byte[] audio, HttpContext context) => throw Server.Refuse(400, "DATA-0000", "audio where text is wanted");

    protected override async Task<bool> ObeyAsync(VendorWire wire, JsonObject message, HttpContext context)
    {
        switch (message["type"]?.ToString())
        {
            case "Speak":
                Server.Hold("SpeakV1_SpeakV1Text", message);
                _text += message["text"]!.ToString();
                return true;
            case "Flush":
                Server.Hold("SpeakV1_SpeakV1Flush", message);
                await FlushAsync(wire, context);
                return true;
            case "Clear":
                Server.Hold("SpeakV1_SpeakV1Clear", message);
                await ClearAsync(wire);
                return true;
            case "Close":
                Server.Hold("SpeakV1_SpeakV1Close", message);
                return false;
            default:
                throw Server.Refuse(400, "DATA-0000", $"there is no message {message["type"]}");
        }
    }

    protected override async Task LeaveAsync()
    {
        await _cleared.CancelAsync();
        await _speaking;
    }

    private void CheckQuery(IQueryCollection query)
    {
        Server.HoldQuery("/v1/speak", query);
        if (query["sample_rate"] != "24000" || !query["model"].ToString().StartsWith("aura-", StringComparison.Ordinal))
        {
            throw Server.Refuse(400, "INVALID_QUERY_PARAMETER", "this stand-in speaks 24 kHz with the voices of Aura");
        }
    }

    private async Task FlushAsync(VendorWire wire, HttpContext context)
    {
        if (++_flushes > MostFlushes)
        {
            Server.Complaints.Enqueue("too many flushes");
            await SendAsync(wire, "SpeakV1_SpeakV1Warning", new JsonObject { ["type"] = "Warning", ["code"] = "EXCESSIVE_FLUSH", ["description"] = "too many flushes" });
            return;
        }

        var (before, text, cleared) = (_speaking, _text, _cleared.Token);
        _text = "";
        _speaking = SpeakAsync();

        async Task SpeakAsync()
        {
            await before;
            await this.SpeakAsync(wire, text, context, cleared);
        }
    }

    private async Task ClearAsync(VendorWire wire)
    {
        await _cleared.CancelAsync();
        await _speaking;
        (_cleared, _text) = (new CancellationTokenSource(), "");
        await SendAsync(wire, "SpeakV1_SpeakV1Cleared", new JsonObject { ["type"] = "Cleared", ["sequence_id"] = _sequence++ });
    }

    private async Task SpeakAsync(VendorWire wire, string text, HttpContext context, CancellationToken cleared)
    {
        try
        {
            var fault = Server.Begin();
            var before = Server.BeforeAsync(fault, context);
            await before.WaitAsync(cleared);
            if (!await before)
            {
                return;
            }

            if (fault?.Kind is FaultKind.MalformedJson)
            {
                await wire.SendTextAsync("{\"type\":");
                return;
            }

            var first = true;
            foreach (var piece in Pieces(text, fault))
            {
                await wire.SendAudioAsync(piece);
                if (first && !await Server.AfterFirstAsync(fault, context).WaitAsync(cleared))
                {
                    return;
                }

                first = false;
            }

            await SendAsync(wire, "SpeakV1_SpeakV1Flushed", new JsonObject { ["type"] = "Flushed", ["sequence_id"] = _sequence++ });
        }
        catch (VendorRefusal refusal)
        {
            await wire.CloseAsync(1011, refusal.Body["err_code"]!.ToString());
        }
        catch (Exception gone) when (gone is OperationCanceledException or IOException or System.Net.WebSockets.WebSocketException)
        {
            Server.CalledOff.Open();
        }
    }

    private static IEnumerable<byte[]> Pieces(string text, ScriptedFault? fault)
    {
        var audio = VendorAudio.Bytes(VendorAudio.Speak(text, Rate));
        audio = fault?.Kind switch
        {
            FaultKind.WrongAudio => VendorAudio.Wav(audio),
            FaultKind.MalformedJson => [.. "{"u8],
            _ => audio,
        };

        // Cut within a sample, as networks do.
        return audio.Chunk(4_801);
    }
}
