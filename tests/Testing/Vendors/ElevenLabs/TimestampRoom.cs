using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using VoiceAgent.Testing.Vendors.Specs;

namespace VoiceAgent.Testing.Vendors.ElevenLabs;

/// <summary><c>POST /v1/text-to-speech/{voice}/stream/with-timestamps</c>.</summary>
internal sealed class TimestampRoom(ElevenLabsServer server)
{
    private const string Request = "Body_Text_to_speech_streaming_with_timestamps_v1_text_to_speech__voice_id__stream_with_timestamps_post";

    public async Task AnswerAsync(HttpContext context)
    {
        var body = (await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted))!.AsObject();
        if (VendorDescription.ElevenLabs.Problems(Request, body) is { Count: > 0 } problems)
        {
            throw server.Refuse(422, "value_error", string.Join("; ", problems), problems[0].Split(':')[0].TrimStart('#', '/'));
        }

        if (body["voice_settings"]?["speed"]?.GetValue<double>() is < 0.7 or > 1.2)
        {
            throw server.Refuse(422, "value_error", "speed lies between 0.7 and 1.2", "speed");
        }

        if (context.Request.RouteValues["voice"]?.ToString() != ElevenLabsServer.Voice)
        {
            throw server.Refuse(404, "voice_not_found", "there is no such voice");
        }

        if (context.Request.Query["output_format"] != "pcm_24000")
        {
            throw server.Refuse(422, "enum", "this stand-in speaks pcm_24000 alone", "output_format");
        }

        var fault = server.Begin();
        if (await server.BeforeAsync(fault, context))
        {
            await SpeakAsync(context, body["text"]!.ToString(), fault);
        }
    }

    private async Task SpeakAsync(HttpContext context, string text, ScriptedFault? fault)
    {
        context.Response.ContentType = "application/json";
        if (fault?.Kind is FaultKind.MalformedJson)
        {
            await context.Response.WriteAsync("{\"audio_base64\":", context.RequestAborted);
            return;
        }

        var first = true;
        foreach (var (audio, characters) in SpeechPieces.Of(text))
        {
            var piece = new JsonObject
            {
                ["audio_base64"] = Convert.ToBase64String(fault?.Kind is FaultKind.WrongAudio ? VendorAudio.Wav(audio) : audio),
                ["alignment"] = SpeechPieces.Seconds(characters),
                ["normalized_alignment"] = null,
            };
            await context.Response.WriteAsync(piece.ToJsonString() + "\n", context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            if (first && !await server.AfterFirstAsync(fault, context))
            {
                return;
            }

            first = false;
        }
    }
}
