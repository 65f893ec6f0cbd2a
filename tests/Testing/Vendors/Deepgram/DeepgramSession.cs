using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace VoiceAgent.Testing.Vendors.Deepgram;

/// <summary>What Deepgram's sockets have in common: audio is binary, words are text, and whoever breaks the rules is closed with a code and a reason.</summary>
internal abstract class DeepgramSession(DeepgramServer server)
{
    protected DeepgramServer Server => server;

    protected async Task ServeAsync(HttpContext context, Func<VendorWire, Task> greet)
    {
        if (await server.OpenAsync(context) is not { } wire)
        {
            return;
        }

        try
        {
            await greet(wire);
            while (await wire.ReceiveAsync(wire.Gone) is { } message && await TakeAsync(wire, message, context))
            {
            }

            await LeaveAsync();
        }
        catch (VendorRefusal refusal)
        {
            server.Note(refusal);
            await wire.CloseAsync(refusal.Scripted ? 1011 : 1008, refusal.Scripted ? "NET-0000 scripted" : "DATA-0000 the message cannot be read");
        }
    }

    /// <summary>Serves binary audio; false when the client is done.</summary>
    protected abstract Task HearAsync(VendorWire wire, byte[] audio, HttpContext context);

    /// <summary>Serves a text message; false when the client is done.</summary>
    protected abstract Task<bool> ObeyAsync(VendorWire wire, JsonObject message, HttpContext context);

    protected virtual Task LeaveAsync() => Task.CompletedTask;

    protected async Task SendAsync(VendorWire wire, string schema, JsonObject message)
    {
        server.Hold(schema, message);
        await wire.SendAsync(message);
    }

    private async Task<bool> TakeAsync(VendorWire wire, WireMessage message, HttpContext context)
    {
        if (!message.IsText)
        {
            if (message.Bytes.Length == 0 || message.Bytes.Length % 2 == 1)
            {
                throw server.Refuse(400, "DATA-0000", "an empty frame, or half a sample");
            }

            await HearAsync(wire, message.Bytes, context);
            return true;
        }

        JsonObject json;
        try
        {
            json = message.Json;
        }
        catch (JsonException)
        {
            throw server.Refuse(400, "DATA-0000", "no JSON");
        }

        server.Messages.Enqueue(json);
        return await ObeyAsync(wire, json, context);
    }
}
