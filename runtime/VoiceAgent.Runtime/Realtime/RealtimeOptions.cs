using Microsoft.Extensions.Options;

namespace VoiceAgent.Runtime.Realtime;

/// <summary>The bounds within which the Realtime door serves. Checked at start.</summary>
internal sealed class RealtimeOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Realtime";

    /// <summary>Largest message, 64 KiB to 64 MiB. The protocol allows appends of 15 MiB of audio text.</summary>
    public int MaxMessageBytes { get; set; } = 16 * 1024 * 1024;

    /// <summary>Largest message that is no audio, 4 KiB to 16 MiB.</summary>
    public int MaxControlBytes { get; set; } = 1024 * 1024;

    /// <summary>Memory for large messages of all sockets together, at least one message.</summary>
    public long MaxReceiveBytes { get; set; } = 256L * 1024 * 1024;

    /// <summary>How far a client's audio may run ahead of real time, 1 s to 1 h. One legal append of linear audio holds four minutes.</summary>
    public TimeSpan MaxAudioAhead { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Messages a second that a client may keep up, 60 to 100 000. Audio in pieces of 10 ms makes a hundred.</summary>
    public int MessagesPerSecond { get; set; } = 500;

    /// <summary>Messages that a client may send at once, 100 to 1 000 000, such as a file cut into frames.</summary>
    public int MessageBurst { get; set; } = 10_000;

    /// <summary>Frames and events that may wait for a client that reads slowly, 50 to 5 000. A frame is 20 ms.</summary>
    public int MaxWaiting { get; set; } = 500;

    /// <summary>Longest time that one message may take to be sent, 1 to 60 s.</summary>
    public TimeSpan SendTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Silence on the socket after which the far end is asked whether it is there, 0.1 to 120 s.</summary>
    public TimeSpan PingAfter { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Wait for that answer before the socket counts as dead, 0.1 to 120 s.</summary>
    public TimeSpan PongTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Wait for the client's half of the closing handshake, 0.1 to 30 s.</summary>
    public TimeSpan CloseTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Sockets open at once, 1 to 100 000.</summary>
    public int MaxConnections { get; set; } = 1_000;

    /// <summary>Unexpired client secrets, 1 to 1 000 000.</summary>
    public int MaxClientSecrets { get; set; } = 10_000;

    /// <summary>Origins that browsers may connect from, such as <c>https://portal.example</c>. Empty for any: the key is the credential, never a cookie.</summary>
    public IList<string> AllowedOrigins { get; } = [];
}

/// <summary>Names every option out of range at once.</summary>
internal sealed class RealtimeOptionsValidator : IValidateOptions<RealtimeOptions>
{
    public ValidateOptionsResult Validate(string? name, RealtimeOptions options)
    {
        var problems = new List<string>();
        Check(problems, nameof(options.MaxMessageBytes), options.MaxMessageBytes, 64 * 1024, 64 * 1024 * 1024);
        Check(problems, nameof(options.MaxControlBytes), options.MaxControlBytes, 4 * 1024, 16 * 1024 * 1024);
        Check(problems, nameof(options.MaxReceiveBytes), options.MaxReceiveBytes, options.MaxMessageBytes, long.MaxValue);
        Check(problems, nameof(options.MaxAudioAhead), options.MaxAudioAhead.TotalSeconds, 1, 3600);
        Check(problems, nameof(options.MessagesPerSecond), options.MessagesPerSecond, 60, 100_000);
        Check(problems, nameof(options.MessageBurst), options.MessageBurst, 100, 1_000_000);
        Check(problems, nameof(options.MaxWaiting), options.MaxWaiting, 50, 5_000);
        Check(problems, nameof(options.SendTimeout), options.SendTimeout.TotalSeconds, 1, 60);
        Check(problems, nameof(options.PingAfter), options.PingAfter.TotalSeconds, 0.1, 120);
        Check(problems, nameof(options.PongTimeout), options.PongTimeout.TotalSeconds, 0.1, 120);
        Check(problems, nameof(options.CloseTimeout), options.CloseTimeout.TotalSeconds, 0.1, 30);
        Check(problems, nameof(options.MaxConnections), options.MaxConnections, 1, 100_000);
        Check(problems, nameof(options.MaxClientSecrets), options.MaxClientSecrets, 1, 1_000_000);
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static void Check(List<string> problems, string option, double value, double least, double most)
    {
        if (value < least || value > most)
        {
            problems.Add($"{RealtimeOptions.Section}:{option} is {value}; it must lie between {least} and {most} (times in seconds).");
        }
    }
}
