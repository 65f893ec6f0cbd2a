using System.Diagnostics;
using VoiceAgent.Conversation.Audio;

namespace VoiceAgent.Testing.Audio;

/// <summary>Speaks as a caller would, by the command that a person would use: an instrument of the tests that shares nothing with the providers.</summary>
public static class Flite
{
    /// <summary>16 kHz samples of a voice (slt, rms, awb) saying something.</summary>
    public static async Task<short[]> SayAsync(string text, string voice = "rms")
    {
        var file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".wav");
        try
        {
            using var process = Process.Start(new ProcessStartInfo("flite", ["-voice", voice, "-t", text, "-o", file]))!;
            await process.WaitForExitAsync();
            return Pcm(await File.ReadAllBytesAsync(file));
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>Noise of a given level, the same every time.</summary>
    public static short[] Noise(double seconds, int amplitude, int seed = 3)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, (int)(seconds * 16_000)).Select(_ => (short)random.Next(-amplitude, amplitude))];
    }

    // flite writes the plain 44-byte header.
    private static short[] Pcm(byte[] wav)
    {
        var rate = BitConverter.ToInt32(wav, 24);
        var samples = new short[(wav.Length - 44) / 2];
        Buffer.BlockCopy(wav, 44, samples, 0, samples.Length * 2);
        var resampler = new Resampler(rate, 16_000);
        var output = new short[resampler.MaxOutput(samples.Length)];
        return output[..resampler.Resample(samples, output)];
    }
}
