namespace VoiceAgent.Conversation.Audio;

/// <summary>How one audio sample is written on a wire.</summary>
public enum AudioEncoding
{
    /// <summary>Signed 16-bit little-endian linear samples.</summary>
    Pcm16,

    /// <summary>G.711 µ-law, one byte a sample.</summary>
    MuLaw,

    /// <summary>G.711 A-law, one byte a sample.</summary>
    ALaw,
}

/// <summary>Mono audio as it crosses an edge of the process.</summary>
/// <param name="Encoding">How a sample is written.</param>
/// <param name="SampleRate">Samples a second, 8 000 to 48 000.</param>
public readonly record struct AudioFormat(AudioEncoding Encoding, int SampleRate)
{
    /// <summary>What the pipeline hears with: Silero VAD and the recognisers take 16 kHz.</summary>
    public const int HearingRate = 16_000;

    /// <summary>The length of a frame that leaves the process. Telephony packs 20 ms; so does everything here.</summary>
    public static readonly TimeSpan FrameDuration = TimeSpan.FromMilliseconds(20);

    /// <summary>The Realtime protocol's linear format: 24 kHz.</summary>
    public static readonly AudioFormat Realtime = new(AudioEncoding.Pcm16, 24_000);

    /// <summary>Samples in one 20 ms frame.</summary>
    public int FrameSamples => SampleRate / 50;

    /// <summary>Bytes that one sample takes on the wire.</summary>
    public int BytesPerSample => Encoding == AudioEncoding.Pcm16 ? 2 : 1;
}
