using System.Text.Json;

namespace VoiceAgent.Runtime.Realtime.Protocol;

/// <summary>The server events of the Realtime protocol that this server sends, as they stand on the wire.</summary>
internal static class ServerEvents
{
    public static readonly JsonEncodedText Error = JsonEncodedText.Encode("error");
    public static readonly JsonEncodedText SessionCreated = JsonEncodedText.Encode("session.created");
    public static readonly JsonEncodedText SessionUpdated = JsonEncodedText.Encode("session.updated");

    public static readonly JsonEncodedText SpeechStarted = JsonEncodedText.Encode("input_audio_buffer.speech_started");
    public static readonly JsonEncodedText SpeechStopped = JsonEncodedText.Encode("input_audio_buffer.speech_stopped");
    public static readonly JsonEncodedText InputCommitted = JsonEncodedText.Encode("input_audio_buffer.committed");
    public static readonly JsonEncodedText InputCleared = JsonEncodedText.Encode("input_audio_buffer.cleared");
    public static readonly JsonEncodedText OutputCleared = JsonEncodedText.Encode("output_audio_buffer.cleared");

    public static readonly JsonEncodedText ItemAdded = JsonEncodedText.Encode("conversation.item.added");
    public static readonly JsonEncodedText ItemDone = JsonEncodedText.Encode("conversation.item.done");
    public static readonly JsonEncodedText ItemRetrieved = JsonEncodedText.Encode("conversation.item.retrieved");
    public static readonly JsonEncodedText ItemDeleted = JsonEncodedText.Encode("conversation.item.deleted");
    public static readonly JsonEncodedText ItemTruncated = JsonEncodedText.Encode("conversation.item.truncated");
    public static readonly JsonEncodedText TranscriptionDelta = JsonEncodedText.Encode("conversation.item.input_audio_transcription.delta");
    public static readonly JsonEncodedText TranscriptionCompleted = JsonEncodedText.Encode("conversation.item.input_audio_transcription.completed");
    public static readonly JsonEncodedText TranscriptionFailed = JsonEncodedText.Encode("conversation.item.input_audio_transcription.failed");

    public static readonly JsonEncodedText ResponseCreated = JsonEncodedText.Encode("response.created");
    public static readonly JsonEncodedText ResponseDone = JsonEncodedText.Encode("response.done");
    public static readonly JsonEncodedText OutputItemAdded = JsonEncodedText.Encode("response.output_item.added");
    public static readonly JsonEncodedText OutputItemDone = JsonEncodedText.Encode("response.output_item.done");
    public static readonly JsonEncodedText PartAdded = JsonEncodedText.Encode("response.content_part.added");
    public static readonly JsonEncodedText PartDone = JsonEncodedText.Encode("response.content_part.done");
    public static readonly JsonEncodedText AudioDelta = JsonEncodedText.Encode("response.output_audio.delta");
    public static readonly JsonEncodedText AudioDone = JsonEncodedText.Encode("response.output_audio.done");
    public static readonly JsonEncodedText TranscriptDelta = JsonEncodedText.Encode("response.output_audio_transcript.delta");
    public static readonly JsonEncodedText TranscriptDone = JsonEncodedText.Encode("response.output_audio_transcript.done");
    public static readonly JsonEncodedText TextDelta = JsonEncodedText.Encode("response.output_text.delta");
    public static readonly JsonEncodedText TextDone = JsonEncodedText.Encode("response.output_text.done");
}
