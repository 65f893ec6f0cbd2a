namespace VoiceAgent.Conversation.Playout;

/// <summary>How speech leaves the process.</summary>
public sealed record PlayoutOptions
{
    /// <summary>How far sending runs ahead of playing, 0 to 1 s. It hides the jitter of the network and of this process, and is what a far end that cannot hold its buffer still plays after a pause.</summary>
    public TimeSpan Lead { get; init; } = TimeSpan.FromMilliseconds(120);

    /// <summary>Speech kept ready at most; synthesis waits beyond it. Bounds memory: 4 s at 24 kHz are 192 kB.</summary>
    public TimeSpan MaxQueued { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>A sample this loud (−42 dBFS) is audible.</summary>
    public int AudibleAmplitude { get; init; } = 256;
}
