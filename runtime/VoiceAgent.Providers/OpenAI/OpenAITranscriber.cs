using VoiceAgent.Conversation;
using VoiceAgent.Conversation.Transcription;
using VoiceAgent.Providers.Ears;
using VoiceAgent.Providers.Wire;

namespace VoiceAgent.Providers.OpenAI;

/// <summary>
/// OpenAI's two ways to hear. <c>segments</c> sends an utterance as a file when it ends; <c>realtime</c> sends it while it is spoken.
/// The setting <c>mode</c> decides, and else the model.
/// </summary>
internal sealed class OpenAITranscriber(VendorConnection connection, VendorWarmth warmth, OpenAIDialect dialect) : ITranscriber
{
    private const string DefaultModel = "gpt-4o-transcribe";

    private readonly SocketTranscriber _realtime = new(connection, options => new RealtimeEar(connection, options));

    public async ValueTask<ITranscription> OpenAsync(TranscriptionOptions options, CancellationToken cancellationToken)
    {
        options = options with { Model = options.Model ?? DefaultModel };
        if (!IsRealtime(options))
        {
            await warmth.EnsureAsync(CallStage.Transcription, cancellationToken);
            var segments = new TranscriptionRequest(connection, options, dialect);
            return new VendorTranscription(connection, new SegmentListener(segments.TranscribeAsync));
        }

        return await _realtime.OpenAsync(options, cancellationToken);
    }

    private bool IsRealtime(TranscriptionOptions options) => options.Settings.GetValueOrDefault("mode") switch
    {
        "realtime" => true,
        "segments" => false,
        null => dialect == OpenAIDialect.Own && options.Model is not "whisper-1" && !options.Model!.Contains("diarize", StringComparison.Ordinal),
        _ => throw connection.Faults.Configuration(CallStage.Transcription, "The setting 'mode' of an OpenAI transcription is 'realtime' or 'segments'."),
    };
}
