using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using VoiceAgent.Testing.Vendors.Specs;

namespace VoiceAgent.Testing.Vendors.ElevenLabs;

/// <summary>Speaks what a context was given. A context that is closed is spoken to its end, and only then is final.</summary>
internal sealed class ContextVoice(ElevenLabsServer server, VendorWire wire, HttpContext http)
{
    public async Task SpeakAsync(string id, VoiceContext context)
    {
        try
        {
            var fault = server.Begin();
            if (fault?.Kind is FaultKind.Refuses)
            {
                await wire.SendAsync(new JsonObject { ["error"] = fault.Code, ["message"] = server.Quoted, ["contextId"] = id });
                return;
            }

            if (await server.BeforeAsync(fault, http) && await SpeakAsync(id, context.Text, fault))
            {
                await context.ClosedAsync(http.RequestAborted);
                await SendAsync(new JsonObject { ["isFinal"] = true, ["contextId"] = id }, "FinalOutputMulti");
            }
        }
        catch (Exception gone) when (gone is OperationCanceledException or IOException or System.Net.WebSockets.WebSocketException)
        {
            server.CalledOff.Open();
        }
    }

    private async Task<bool> SpeakAsync(string id, string text, ScriptedFault? fault)
    {
        if (fault?.Kind is FaultKind.MalformedJson)
        {
            await wire.SendTextAsync("{\"audio\":");
            return false;
        }

        var first = true;
        foreach (var (audio, characters) in SpeechPieces.Of(text))
        {
            var message = new JsonObject { ["audio"] = Convert.ToBase64String(fault?.Kind is FaultKind.WrongAudio ? VendorAudio.Wav(audio) : audio), ["contextId"] = id };
            if (!server.WithoutAlignment)
            {
                message["alignment"] = SpeechPieces.Milliseconds(characters);
                message["normalizedAlignment"] = SpeechPieces.Milliseconds(characters);
            }

            await SendAsync(message, "AudioOutputMulti");
            if (first && !await server.AfterFirstAsync(fault, http))
            {
                return false;
            }

            first = false;
        }

        return true;
    }

    private Task SendAsync(JsonObject message, string schema)
    {
        var problems = VendorDescription.ElevenLabsSockets.Problems(schema, message);
        if (problems.Count > 0)
        {
            throw new InvalidOperationException($"The stand-in breaks the description itself: {schema}: {string.Join("; ", problems)}");
        }

        if (server.SnakeCase)
        {
            Rename(message, "contextId", "context_id");
            Rename(message, "isFinal", "is_final");
        }

        return wire.SendAsync(message);
    }

    private static void Rename(JsonObject message, string from, string to)
    {
        if (message[from] is { } value)
        {
            message.Remove(from);
            message[to] = value.DeepClone();
        }
    }
}
