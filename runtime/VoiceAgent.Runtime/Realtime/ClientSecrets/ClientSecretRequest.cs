using System.Text.Json;
using VoiceAgent.Runtime.Realtime.Protocol;
using VoiceAgent.Runtime.Realtime.Session;

namespace VoiceAgent.Runtime.Realtime.ClientSecrets;

/// <summary>The body of <c>POST /v1/realtime/client_secrets</c>, read and checked.</summary>
/// <param name="Agent">The agent, which the protocol calls <c>session.model</c>.</param>
/// <param name="Lifetime">10 s to 2 h; 10 min unless asked otherwise.</param>
/// <param name="Origins">Our own addition, <c>allowed_origins</c>.</param>
/// <param name="Settings">What sessions begin with.</param>
internal sealed record ClientSecretRequest(string Agent, TimeSpan Lifetime, IReadOnlyCollection<string> Origins, SessionSettings Settings)
{
    // The protocol's own range and default.
    private const int ShortestSeconds = 10;
    private const int LongestSeconds = 7200;
    private const int DefaultSeconds = 600;
    private const int MostOrigins = 20;

    /// <exception cref="ProtocolException">The body names no agent, or a field is wrong.</exception>
    public static ClientSecretRequest Read(JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Object)
        {
            throw Fields.Wrong(body, "body", "a JSON object");
        }

        var session = Fields.RequireObject(body, "session", "session");
        return new ClientSecretRequest(
            Fields.RequireString(session, "model", "session.model"),
            ReadLifetime(body),
            ReadOrigins(body),
            SessionChanges.Apply(new SessionSettings(), session));
    }

    private static TimeSpan ReadLifetime(JsonElement body)
    {
        if (Fields.OptionalObject(body, "expires_after", "expires_after") is not { } expiry)
        {
            return TimeSpan.FromSeconds(DefaultSeconds);
        }

        if (Fields.OptionalString(expiry, "anchor", "expires_after.anchor") is { } anchor and not "created_at")
        {
            throw new ProtocolException(ProtocolError.Invalid("expires_after.anchor", $"Invalid value: '{anchor}'. Supported value: 'created_at'."));
        }

        var seconds = Fields.Find(expiry, "seconds") is null ? DefaultSeconds : Fields.RequireInteger(expiry, "seconds", "expires_after.seconds");
        return seconds is >= ShortestSeconds and <= LongestSeconds
            ? TimeSpan.FromSeconds(seconds)
            : throw new ProtocolException(ProtocolError.Invalid(
                "expires_after.seconds", $"Invalid value: {seconds}. Expected {ShortestSeconds} to {LongestSeconds}."));
    }

    private static string[] ReadOrigins(JsonElement body)
    {
        if (Fields.Find(body, "allowed_origins") is not { ValueKind: not JsonValueKind.Null } origins)
        {
            return [];
        }

        if (origins.ValueKind != JsonValueKind.Array || origins.GetArrayLength() > MostOrigins)
        {
            throw Fields.Wrong(origins, "allowed_origins", $"an array of at most {MostOrigins} origins");
        }

        return [.. origins.EnumerateArray().Select((origin, index) => ReadOrigin(origin, $"allowed_origins[{index}]"))];
    }

    private static string ReadOrigin(JsonElement origin, string path)
    {
        var text = origin.ValueKind == JsonValueKind.String ? origin.GetString()! : throw Fields.Wrong(origin, path, "a string");
        return Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.GetLeftPart(UriPartial.Authority).Equals(text, StringComparison.OrdinalIgnoreCase)
            ? text
            : throw new ProtocolException(ProtocolError.Invalid(path, $"Invalid '{path}': expected an origin such as 'https://portal.example', without a path."));
    }
}
