using System.Text;
using VoiceAgent.Conversation.Audio;
using VoiceAgent.Conversation.Listening;
using VoiceAgent.Testing.Audio;

namespace VoiceAgent.Bench.Calls;

/// <summary>A question of real speech as ready-made messages of 20 ms, and where in it the voice ends as the same detector hears it that the server uses.</summary>
internal sealed class Clip
{
    private Clip(byte[][] frames, TimeSpan voiceEnds)
    {
        Frames = frames;
        VoiceEnds = voiceEnds;
    }

    /// <summary>Messages for <c>input_audio_buffer.append</c>, 24 kHz.</summary>
    public IReadOnlyList<byte[]> Frames { get; }

    /// <summary>Position of the last voice.</summary>
    public TimeSpan VoiceEnds { get; }

    public static byte[] Silence { get; } = Message(new short[480]);

    public static async Task<Clip> RecordAsync(string text)
    {
        var speech = await Flite.SayAsync(text);
        var up = new Resampler(16_000, 24_000);
        var wide = new short[up.MaxOutput(speech.Length)];
        var length = up.Resample(speech, wide);
        return new Clip([.. wide[..length].Chunk(480).Where(frame => frame.Length == 480).Select(Message)], LastVoice(speech));
    }

    private static TimeSpan LastVoice(short[] speech)
    {
        using var model = new SileroModel();
        using var stream = new SileroStream(model);
        var detector = new SpeechDetector(new ListeningOptions());
        var position = TimeSpan.Zero;
        foreach (var window in ((short[])[.. speech, .. new short[16_000]]).Chunk(SileroStream.WindowSamples).Where(window => window.Length == SileroStream.WindowSamples))
        {
            position += TimeSpan.FromSeconds(SileroStream.WindowSamples / 16_000.0);
            detector.Next(stream.Next(window), position);
        }

        return detector.LastVoiced;
    }

    private static byte[] Message(short[] samples)
    {
        var bytes = new byte[samples.Length * 2];
        Buffer.BlockCopy(samples, 0, bytes, 0, bytes.Length);
        return Encoding.UTF8.GetBytes($$"""{"type":"input_audio_buffer.append","audio":"{{Convert.ToBase64String(bytes)}}"}""");
    }
}
