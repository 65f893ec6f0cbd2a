namespace VoiceAgent.Providers.Wire;

/// <summary>How often broken connections of one call may still be replaced: so many a minute, each a little later than the one before.</summary>
internal sealed class Reconnects(VendorOptions options, TimeProvider time)
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(250);

    private readonly MinuteAllowance _allowance = new(options.ReconnectsPerMinute, time);

    /// <summary>Takes one; null when there are none left, else how long to wait before it: nothing, 0.25 s, 0.5 s, ….</summary>
    public TimeSpan? Take() => _allowance.Take() is { } taken ? Step * (taken - 1) : null;
}
