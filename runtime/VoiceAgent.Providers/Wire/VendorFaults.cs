using System.Text.Json;
using VoiceAgent.Conversation;

namespace VoiceAgent.Providers.Wire;

/// <summary>Sorts what goes wrong with one vendor by whose fault it is, in plain words.</summary>
internal sealed class VendorFaults(string provider, string vendor)
{
    // A complaint about one of these is about what the tenant wrote in the agent, not about what was sent on its behalf.
    private static readonly string[] TenantFields =
        ["model", "voice", "language", "speed", "instructions", "temperature", "dimensions", "response_format", "output_format", "keyterm", "top_p"];

    public ProviderException Configuration(CallStage stage, string message) => new(provider, stage, FaultOwner.Configuration, message);

    public ProviderException Vendor(CallStage stage, string message, bool retryable = true, Exception? cause = null) =>
        new(provider, stage, FaultOwner.Provider, message, retryable, cause);

    /// <summary>The vendor answered with a status that is not success.</summary>
    public ProviderException Status(CallStage stage, int status, Refusal refusal)
    {
        var said = refusal.Code is { } code ? $"{status} {code}" : $"{status}";
        return status switch
        {
            _ when refusal.Speaks("quota", "billing", "credit", "payment") || status == 402 =>
                Configuration(stage, $"The account at {vendor} has nothing left to spend ({said}). Raise its limit, or name another provider."),
            401 => Configuration(stage, $"{vendor} refused the key ({said}). Check the secret that credentialsRef names."),
            403 => Configuration(stage, $"The key may not do this at {vendor} ({said}). Give it the permission, or name another one."),
            404 => Configuration(stage, $"{vendor} knows no such {Missing(refusal)} ({said}). Check the model, the voice and the endpoint."),
            408 or 409 or 425 or 429 or >= 500 => Busy(stage, status, said, refusal),
            >= 300 and < 400 => Configuration(stage, $"{vendor} sent the request elsewhere ({said}). Put the final address into endpoint."),
            400 when refusal.Speaks("query_param") => Handshake(stage, status, refusal),
            _ when TenantField(refusal) is { } field =>
                Configuration(stage, $"{vendor} refused the value of '{field}' ({said}). Correct it in the agent's pipeline."),
            _ => new(provider, stage, FaultOwner.Ours, $"{vendor} refused a request that it should have understood ({said}{About(refusal)})."),
        };
    }

    /// <summary>The vendor did not open a socket. All that it could dislike about the address are the agent's own words in it, and it seldom says which.</summary>
    public ProviderException Handshake(CallStage stage, int status, Refusal refusal) => status is 400 or 422
        ? Configuration(stage, $"{vendor} refused the agent's settings ({status}{(refusal.Code is { } code ? $" {code}" : "")}). Check the model, the voice, the language and the options.")
        : Status(stage, status, refusal);

    /// <summary>A socket said that something is wrong.</summary>
    public ProviderException Event(CallStage stage, Refusal refusal) => refusal switch
    {
        _ when refusal.Speaks("quota", "billing", "credit", "payment") => Status(stage, 402, refusal),
        _ when refusal.Speaks("auth", "api_key", "unaccepted_terms") => Status(stage, 401, refusal),
        _ when refusal.Speaks("rate_limit", "throttle", "resource_exhausted", "concurrent", "overflow", "busy") => Status(stage, 429, refusal),
        _ when refusal.Speaks("not_found", "not_exist") => Status(stage, 404, refusal),
        _ when refusal.Speaks("invalid", "unsupported", "input_error") => Status(stage, 400, refusal),
        _ => Vendor(stage, $"{vendor} reported a failure ({refusal.Code ?? "without a code"})."),
    };

    /// <summary>The vendor was silent for too long. Another may be asked; to ask the same again would double the silence.</summary>
    public ProviderException Late(CallStage stage, string awaited, TimeSpan within) =>
        Vendor(stage, $"{vendor} sent no {awaited} within {within.TotalSeconds:0.##} s.", cause: new TimeoutException());

    /// <summary>Whether the same vendor may be asked again in the same call: not after a long silence, nor when it spoke gibberish.</summary>
    public static bool IsWorthRepeating(ProviderException fault) => fault.Retryable && fault.InnerException is not (TimeoutException or FormatException);

    /// <summary>The vendor's answer makes no sense.</summary>
    public ProviderException Malformed(CallStage stage, string what) => Vendor(stage, $"{vendor} sent {what}.", cause: new FormatException());

    /// <summary>The vendor ended a socket that was still needed.</summary>
    public ProviderException Closed(CallStage stage, int? code, string? reason)
    {
        // The reason begins with a code at the vendors that give one: "DATA-0000 …", "input_timeout_exceeded".
        var word = new Refusal(reason?.Split(' ', ':')[0]).Code;
        return word is null
            ? Vendor(stage, $"{vendor} closed the connection ({code?.ToString() ?? "without a word"}).")
            : Event(stage, new Refusal(word));
    }

    /// <summary>Sorts any other failure. Cancellation by the owner is no failure and must not come here.</summary>
    public ProviderException Other(CallStage stage, Exception failure) => failure switch
    {
        ProviderException sorted => sorted,
        JsonException or FormatException => Malformed(stage, "an answer that cannot be read"),
        HttpRequestException { StatusCode: { } status } => Status(stage, (int)status, Refusal.Silent),
        HttpRequestException or IOException or System.Net.WebSockets.WebSocketException or System.Net.Sockets.SocketException =>
            Vendor(stage, $"The connection to {vendor} failed.", cause: failure),
        OperationCanceledException => Vendor(stage, $"{vendor} took too long to connect."),
        _ => new(provider, stage, FaultOwner.Ours, $"The adapter for {vendor} failed ({failure.GetType().Name}).", cause: failure),
    };

    private ProviderException Busy(CallStage stage, int status, string said, Refusal refusal) =>
        new(provider, stage, FaultOwner.Provider, status == 429 ? $"{vendor} is asked too often ({said})." : $"{vendor} has trouble of its own ({said}).", retryable: true)
        {
            RetryAfter = refusal.RetryAfter,
        };

    private static string Missing(Refusal refusal) => refusal.Speaks("voice") ? "voice" : refusal.Speaks("model") || refusal.Field == "model" ? "model" : "thing";

    private static string? TenantField(Refusal refusal)
    {
        foreach (var field in TenantFields)
        {
            if (refusal.Field?.StartsWith(field, StringComparison.OrdinalIgnoreCase) == true || refusal.Speaks(field))
            {
                return refusal.Field ?? field;
            }
        }

        return null;
    }

    private static string About(Refusal refusal) => refusal.Field is { } field ? $", about '{field}'" : "";
}
