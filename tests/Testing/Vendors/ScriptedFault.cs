namespace VoiceAgent.Testing.Vendors;

/// <summary>What a stand-in does instead of its work.</summary>
public enum FaultKind
{
    /// <summary>Takes the request and says nothing, ever.</summary>
    NeverAnswers,

    /// <summary>Says a first piece and waits for <see cref="VendorServer.Release"/>.</summary>
    Holds,

    /// <summary>Waits for <see cref="VendorServer.Release"/> before the first piece.</summary>
    SlowFirstByte,

    /// <summary>Says a first piece and, after <see cref="VendorServer.Release"/>, cuts the connection.</summary>
    DiesMidStream,

    /// <summary>Cuts the connection before it said anything.</summary>
    DiesAtOnce,

    /// <summary>Refuses with a status and a code in the vendor's own shape.</summary>
    Refuses,

    /// <summary>Answers with what is not JSON.</summary>
    MalformedJson,

    /// <summary>Sends a WAV or MP3 file where raw samples were asked for.</summary>
    WrongAudio,

    /// <summary>Ends its answer politely in the middle.</summary>
    BreaksOff,
}

/// <summary>A fault, for the next piece of work or the next connection.</summary>
public sealed record ScriptedFault(FaultKind Kind)
{
    /// <summary>The HTTP status of a refusal.</summary>
    public int Status { get; init; } = 500;

    /// <summary>The vendor's code of a refusal.</summary>
    public string Code { get; init; } = "server_error";

    /// <summary>Seconds in the Retry-After header.</summary>
    public int? RetryAfter { get; init; }

    public static ScriptedFault Refusal(int status, string code, int? retryAfter = null) => new(FaultKind.Refuses) { Status = status, Code = code, RetryAfter = retryAfter };

    public static implicit operator ScriptedFault(FaultKind kind) => new(kind);
}
