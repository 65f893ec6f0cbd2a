using Microsoft.AspNetCore.Http;

namespace VoiceAgent.Testing.Vendors.OpenAI;

/// <summary><c>POST /audio/speech</c>.</summary>
internal sealed class SpeechRoom(OpenAIServer server)
{
    private const int Rate = 24_000;

    // The built-in voices, by the description.
    private static readonly string[] Voices = ["alloy", "ash", "ballad", "coral", "echo", "fable", "onyx", "nova", "sage", "shimmer", "verse", "marin", "cedar"];

    public async Task AnswerAsync(HttpContext context)
    {
        var body = await server.BodyAsync(context, "CreateSpeechRequest");
        if (!Voices.Contains(body["voice"]?.ToString()))
        {
            throw server.Refuse(400, "invalid_value", "there is no such voice", "voice");
        }

        if (body["response_format"]?.ToString() != "pcm")
        {
            throw server.Refuse(400, "unsupported_format", "this stand-in speaks pcm alone", "response_format");
        }

        var fault = server.Begin();
        if (!await server.BeforeAsync(fault, context))
        {
            return;
        }

        var audio = VendorAudio.Bytes(VendorAudio.Speak(body["input"]!.ToString(), Rate));
        context.Response.ContentType = "audio/pcm";
        if (fault?.Kind is FaultKind.WrongAudio)
        {
            audio = VendorAudio.Wav(audio);
        }
        else if (fault?.Kind is FaultKind.MalformedJson)
        {
            context.Response.ContentType = "application/json";
            audio = "{\"audio\":"u8.ToArray();
        }

        // Cut within a sample, as networks do.
        var first = Math.Min(audio.Length, 4_801);
        await context.Response.Body.WriteAsync(audio.AsMemory(0, first), context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
        if (await server.AfterFirstAsync(fault, context))
        {
            await context.Response.Body.WriteAsync(audio.AsMemory(first), context.RequestAborted);
        }
    }
}
