using System.Text.Json;

namespace VoiceAgent.Runtime.Realtime.Protocol;

/// <summary>
/// Something that the client asked for. Audio is not among them: <c>input_audio_buffer.append</c> goes straight from the socket to the call.
/// </summary>
/// <param name="EventId">The client's own id, echoed in an <c>error</c>; null when it gave none.</param>
internal abstract record ClientEvent(string? EventId);

/// <summary>A message that is no valid client event.</summary>
internal sealed record RefusedMessage(string? EventId, ProtocolError Error) : ClientEvent(EventId);

/// <summary><c>session.update</c></summary>
internal sealed record UpdateSession(string? EventId, JsonElement Session) : ClientEvent(EventId);

/// <summary><c>input_audio_buffer.commit</c></summary>
internal sealed record CommitInput(string? EventId) : ClientEvent(EventId);

/// <summary><c>input_audio_buffer.clear</c></summary>
internal sealed record ClearInput(string? EventId) : ClientEvent(EventId);

/// <summary><c>output_audio_buffer.clear</c></summary>
internal sealed record ClearOutput(string? EventId) : ClientEvent(EventId);

/// <summary><c>conversation.item.create</c></summary>
internal sealed record CreateItem(string? EventId, string? PreviousItemId, JsonElement Item) : ClientEvent(EventId);

/// <summary><c>conversation.item.retrieve</c></summary>
internal sealed record RetrieveItem(string? EventId, string ItemId) : ClientEvent(EventId);

/// <summary><c>conversation.item.delete</c></summary>
internal sealed record DeleteItem(string? EventId, string ItemId) : ClientEvent(EventId);

/// <summary><c>conversation.item.truncate</c></summary>
internal sealed record TruncateItem(string? EventId, string ItemId, int ContentIndex, int AudioEndMs) : ClientEvent(EventId);

/// <summary><c>response.create</c>; the element is undefined when the client sent no parameters.</summary>
internal sealed record CreateResponse(string? EventId, JsonElement Parameters) : ClientEvent(EventId);

/// <summary><c>response.cancel</c></summary>
internal sealed record CancelResponse(string? EventId, string? ResponseId) : ClientEvent(EventId);
