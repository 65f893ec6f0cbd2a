using System.Text.Json;
using VoiceAgent.Conversation.Audio;
using VoiceAgent.Conversation.Calls;
using VoiceAgent.Runtime.Realtime.Protocol;
using VoiceAgent.Runtime.Realtime.Sound;

namespace VoiceAgent.Runtime.Realtime.Session;

/// <summary><c>response.create</c>, <c>response.cancel</c> and <c>output_audio_buffer.clear</c>.</summary>
internal sealed class ResponseHandler(SessionState state, ICall call, EventWriter events, AgentReplies replies)
{
    // The protocol's own bound on metadata.
    private const int MostMetadata = 16;

    public void Create(CreateResponse asked)
    {
        if (replies.Active is { } active)
        {
            throw AlreadyActive($"in progress: {active.Id}");
        }

        if (replies.Requested is not null)
        {
            throw AlreadyActive("about to begin");
        }

        var request = Read(asked.Parameters);
        replies.Requested = request;
        call.Reply(request.Spoken);
    }

    public void Cancel(CancelResponse asked)
    {
        var runs = replies.Active is { } active ? asked.ResponseId is null || asked.ResponseId == active.Id : replies.Requested is not null;
        if (!runs)
        {
            throw new ProtocolException(new ProtocolError(
                "response_cancel_not_active", "Cancellation failed: no active response found", asked.ResponseId is null ? null : "response_id"));
        }

        replies.Requested = null;
        call.CancelReply();
    }

    /// <summary>Sound here is sent as it is to be heard, so that to throw away the rest of it is to cut the reply.</summary>
    public void ClearOutput()
    {
        if (replies.Active is not { Spoken: true } active)
        {
            throw new ProtocolException(new ProtocolError("output_audio_buffer_empty", "The agent is not speaking: there is no audio to clear."));
        }

        call.CancelReply();
        events.Begin(ServerEvents.OutputCleared).WriteString("response_id", active.Id);
        events.End();
    }

    private ResponseRequest Read(JsonElement parameters)
    {
        var settings = state.Settings;
        if (parameters.ValueKind == JsonValueKind.Undefined)
        {
            return new ResponseRequest(settings.Spoken, settings.Output, default);
        }

        Refuse(parameters);
        var spoken = Fields.Find(parameters, "output_modalities") is { ValueKind: not JsonValueKind.Null } modalities
            ? SessionChanges.ReadSpoken(modalities, "response.output_modalities")
            : settings.Spoken;
        return new ResponseRequest(spoken, ReadFormat(parameters, settings.Output), ReadMetadata(parameters));
    }

    private static void Refuse(JsonElement parameters)
    {
        if (Fields.OptionalString(parameters, "conversation", "response.conversation") is { } conversation and not "auto")
        {
            throw new ProtocolException(ProtocolError.Invalid(
                "response.conversation", $"Invalid value: '{conversation}'. An agent answers within its conversation: leave the field out, or send 'auto'."));
        }

        if (Fields.Find(parameters, "input") is { ValueKind: not JsonValueKind.Null })
        {
            throw new ProtocolException(ProtocolError.Invalid(
                "response.input", "An agent answers to its whole conversation: add a message with conversation.item.create and leave 'input' out."));
        }
    }

    private static AudioFormat ReadFormat(JsonElement parameters, AudioFormat otherwise) =>
        Fields.OptionalObject(parameters, "audio", "response.audio") is { } audio
        && Fields.OptionalObject(audio, "output", "response.audio.output") is { } output
        && Fields.OptionalObject(output, "format", "response.audio.output.format") is { } format
            ? WireFormat.Read(format, "response.audio.output.format")
            : otherwise;

    private static JsonElement ReadMetadata(JsonElement parameters)
    {
        var metadata = Fields.OptionalObject(parameters, "metadata", "response.metadata") ?? default;
        if (metadata.ValueKind == JsonValueKind.Object
            && (metadata.EnumerateObject().Count() > MostMetadata || metadata.EnumerateObject().Any(entry => entry.Value.ValueKind != JsonValueKind.String)))
        {
            throw new ProtocolException(ProtocolError.Invalid("response.metadata", $"Invalid 'response.metadata': expected at most {MostMetadata} fields, all of them strings."));
        }

        return metadata;
    }

    private static ProtocolException AlreadyActive(string which) => new(new ProtocolError(
        "conversation_already_has_active_response",
        $"Conversation already has an active response {which}. Wait until the response is finished before creating a new one."));
}
