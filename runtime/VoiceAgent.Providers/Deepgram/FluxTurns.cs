using System.Text.Json;
using VoiceAgent.Conversation.Transcription;

namespace VoiceAgent.Providers.Deepgram;

/// <summary>The turns that Flux made of one utterance. A turn that it did not end is continued in the next utterance; its old words are left out there.</summary>
internal sealed class FluxTurns
{
    private readonly List<TranscriptWord> _done = [];
    private List<TranscriptWord> _current = [];
    private int _turn = -1;
    private int _old;

    /// <summary>The vendor believes that someone is speaking.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>The vendor said something since the utterance began.</summary>
    public bool Answered { get; private set; }

    public IReadOnlyList<TranscriptWord> Words => [.. _done, .. _current];

    public string Text => string.Join(' ', Words.Select(word => word.Text));

    public void Begin()
    {
        _done.Clear();
        _current = [];
        (IsOpen, Answered) = (false, false);
    }

    /// <summary>Takes what the vendor says of a turn: all its words so far.</summary>
    /// <param name="turn">A TurnInfo.</param>
    /// <param name="begin">Where the utterance begins in the audio, in seconds.</param>
    public void Read(JsonElement turn, double begin)
    {
        var index = turn.GetProperty("turn_index").GetInt32();
        if (index != _turn)
        {
            (_turn, _old) = (index, 0);
        }

        Answered = true;
        _current = [.. turn.GetProperty("words").EnumerateArray().Skip(_old).Select(word => Word(word, begin))];
        IsOpen = _current.Count > 0;
        if (turn.GetProperty("event").GetString() == "EndOfTurn")
        {
            _done.AddRange(_current);
            _current = [];
            IsOpen = false;
        }
    }

    /// <summary>The utterance is over and the turn is not.</summary>
    public void LeaveOpen() => _old += _current.Count;

    private static TranscriptWord Word(JsonElement word, double begin) =>
        new(word.GetProperty("word").GetString() ?? "", At(word, "start", begin), At(word, "end", begin), word.GetProperty("confidence").GetDouble());

    private static TimeSpan At(JsonElement word, string name, double begin) =>
        TimeSpan.FromSeconds(word.TryGetProperty(name, out var at) && at.ValueKind == JsonValueKind.Number ? Math.Max(0, at.GetDouble() - begin) : 0);
}
