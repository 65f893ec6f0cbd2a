using VoiceAgent.Conversation.Playout;

namespace VoiceAgent.Testing.Calls;

/// <summary>An edge that keeps what it was given.</summary>
public sealed class HeardEdge : IMediaEdge
{
    private readonly Lock _gate = new();
    private readonly List<string> _log = [];

    /// <summary>Samples sent so far.</summary>
    public int Samples { get; private set; }

    /// <summary>Frames, holds, releases and clears, in order; runs of frames of one turn count as one.</summary>
    public IReadOnlyList<string> Log
    {
        get
        {
            lock (_gate)
            {
                return [.. _log];
            }
        }
    }

    /// <inheritdoc/>
    public void Send(int turn, ReadOnlySpan<short> samples)
    {
        lock (_gate)
        {
            Samples += samples.Length;
            if (_log.LastOrDefault() != $"frames {turn}")
            {
                _log.Add($"frames {turn}");
            }
        }
    }

    /// <inheritdoc/>
    public void Hold(int turn) => Note($"hold {turn}");

    /// <inheritdoc/>
    public void Release(int turn) => Note($"release {turn}");

    /// <inheritdoc/>
    public void Clear(int turn) => Note($"clear {turn}");

    private void Note(string entry)
    {
        lock (_gate)
        {
            _log.Add(entry);
        }
    }
}
