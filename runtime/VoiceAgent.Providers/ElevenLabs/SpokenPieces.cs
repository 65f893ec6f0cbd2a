using System.Text.Json;
using VoiceAgent.Conversation.Speech;
using VoiceAgent.Providers.Wire;

namespace VoiceAgent.Providers.ElevenLabs;

/// <summary>Puts the pieces of one sentence together: whole samples, and where each character lies in the sentence rather than in its piece.</summary>
internal sealed class SpokenPieces(string text)
{
    private byte? _half;
    private long _samples;
    private int _offset;

    /// <summary>Samples so far.</summary>
    public long Samples => _samples;

    /// <summary>Every character of the text has been placed.</summary>
    public bool IsWhole => _offset >= text.Length;

    /// <summary>The samples of a piece, and the marks of its characters.</summary>
    public SpeechChunk Read(byte[] audio, JsonElement? alignment, AlignmentNames names)
    {
        var marks = alignment is { ValueKind: JsonValueKind.Object } known ? Marks(known, names) : null;
        byte[] bytes = _half is { } half ? [half, .. audio] : audio;
        _half = (bytes.Length & 1) == 1 ? bytes[^1] : null;
        var samples = new short[bytes.Length / 2];
        PcmReader.Samples(bytes, samples);
        _samples += samples.Length;
        return new SpeechChunk(samples, marks);
    }

    private List<SpeechMark> Marks(JsonElement alignment, AlignmentNames names)
    {
        var marks = new List<SpeechMark>();
        if (!alignment.TryGetProperty(names.Characters, out var characters) || !alignment.TryGetProperty(names.Starts, out var starts))
        {
            return marks;
        }

        var begin = TimeSpan.FromSeconds((double)_samples / ElevenLabsVoice.SampleRate);
        foreach (var (character, start) in characters.EnumerateArray().Zip(starts.EnumerateArray()))
        {
            var letter = character.GetString() ?? "";
            if (_offset < text.Length && !Follows(letter) && string.IsNullOrWhiteSpace(letter))
            {
                // A space of the vendor's own, before the text or after it.
                continue;
            }

            if (_offset < text.Length)
            {
                marks.Add(new SpeechMark(_offset, begin + (start.GetDouble() * names.Unit)));
            }

            _offset += letter.Length;
        }

        return marks;
    }

    private bool Follows(string letter) => text.AsSpan(_offset).StartsWith(letter, StringComparison.Ordinal);
}

/// <summary>The socket and HTTP name the same things differently.</summary>
internal sealed record AlignmentNames(string Characters, string Starts, TimeSpan Unit)
{
    public static readonly AlignmentNames Socket = new("chars", "charStartTimesMs", TimeSpan.FromMilliseconds(1));
    public static readonly AlignmentNames Http = new("characters", "character_start_times_seconds", TimeSpan.FromSeconds(1));
}
