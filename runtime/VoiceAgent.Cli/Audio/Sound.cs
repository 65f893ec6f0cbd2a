using VoiceAgent.Conversation.Audio;

namespace VoiceAgent.Cli.Audio;

/// <summary>Mono 16-bit sound.</summary>
/// <param name="Samples">The samples.</param>
/// <param name="Rate">Samples a second.</param>
internal sealed record Sound(short[] Samples, int Rate)
{
    /// <summary>The live audio door's linear rate.</summary>
    public const int RealtimeRate = 24_000;

    public TimeSpan Length => TimeSpan.FromSeconds((double)Samples.Length / Rate);

    /// <summary>The same sound at another rate.</summary>
    public Sound At(int rate)
    {
        var resampler = new Resampler(Rate, rate);
        var output = new short[resampler.MaxOutput(Samples.Length)];
        return new Sound(output[..resampler.Resample(Samples, output)], rate);
    }
}
