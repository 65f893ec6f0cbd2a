namespace VoiceAgent.Runtime.Realtime.Protocol;

/// <summary>What an <c>error</c> event says. The codes are those that OpenAI's server and its clients use, where they have one.</summary>
/// <param name="Code">Stable, for programs.</param>
/// <param name="Message">For people: what was wrong and what to send instead.</param>
/// <param name="Param">Path of the offending field, such as <c>session.audio.input.format.rate</c>.</param>
/// <param name="Type"><c>invalid_request_error</c> when the client is at fault, <c>server_error</c> when it is not.</param>
internal sealed record ProtocolError(string Code, string Message, string? Param = null, string Type = "invalid_request_error")
{
    public static ProtocolError Missing(string param) =>
        new("missing_required_parameter", $"Missing required parameter: '{param}'.", param);

    public static ProtocolError WrongType(string param, string expected, string found) =>
        new("invalid_type", $"Invalid type for '{param}': expected {expected}, but got {found} instead.", param);

    public static ProtocolError Invalid(string param, string message) => new("invalid_value", message, param);

    public static ProtocolError OurFault(string code, string message) => new(code, message, Type: "server_error");
}

/// <summary>Ends the handling of one client event with an <c>error</c> event. The session goes on.</summary>
internal sealed class ProtocolException(ProtocolError error) : Exception(error.Message)
{
    public ProtocolError Error { get; } = error;
}
