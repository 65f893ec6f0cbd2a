using System.Buffers;

namespace VoiceAgent.Runtime.Calls.Recording;

/// <summary>
/// Lays both sides of a call on one line of time, and gives the line away in blocks as soon as nothing can change in them any more.
/// Left is the caller, right the agent, 16 kHz. A block that stayed silent is never made. Not safe for concurrent use.
/// </summary>
internal sealed class StereoTimeline(Action<long, short[]> emit)
{
    /// <summary>Samples a second and side.</summary>
    public const int Rate = 16_000;

    /// <summary>Stereo frames in a block: 0.25 s.</summary>
    public const int BlockFrames = Rate / 4;

    // The agent's audio is given up to 0.2 s before it sounds and may be cut until then; a caller's packets may come as late.
    private const long Settling = Rate / 2;

    // Pieces that begin within 40 ms of where the last one ended are one stream: arrival jitters, sound does not.
    private const long Jitter = Rate / 25;

    private const int Left = 0;
    private const int Right = 1;
    private const int Blocks = 4;

    private readonly short[]?[] _open = new short[]?[Blocks];
    private readonly long[] _cursor = new long[2];
    private long _first;
    private long _newest;

    /// <summary>Length of the line so far.</summary>
    public TimeSpan Length => TimeSpan.FromSeconds((double)_newest / Rate);

    /// <summary>Whether a piece at this time goes on where the agent's last one ended.</summary>
    public bool AgentContinues(TimeSpan at) => Math.Abs(Frame(at) - _cursor[Right]) <= Jitter;

    /// <summary>The caller's samples, the first of which sounded at <paramref name="at"/>.</summary>
    public void Caller(TimeSpan at, ReadOnlySpan<short> samples) => Lay(Left, Frame(at), samples);

    /// <summary>The agent's samples, the first of which sounds at <paramref name="at"/>.</summary>
    public void Agent(TimeSpan at, ReadOnlySpan<short> samples) => Lay(Right, Frame(at), samples);

    /// <summary>Nothing of the agent's at or after this time sounded.</summary>
    public void AgentCut(TimeSpan at)
    {
        var from = Math.Max(Frame(at), _first * BlockFrames);
        for (var frame = from; frame < _cursor[Right]; frame++)
        {
            if (_open[frame / BlockFrames % Blocks] is { } block)
            {
                block[(frame % BlockFrames * 2) + Right] = 0;
            }
        }

        _cursor[Right] = Math.Min(_cursor[Right], Math.Max(from, 0));
    }

    /// <summary>Gives everything away.</summary>
    /// <returns>Frames in the whole line, no less than <paramref name="length"/>.</returns>
    public long Finish(TimeSpan length)
    {
        _newest = Math.Max(_newest, Frame(length));
        while (_first * BlockFrames < _newest && _open.AsSpan().ContainsAnyExcept((short[]?)null))
        {
            EmitFirst();
        }

        return _newest;
    }

    private void Lay(int side, long at, ReadOnlySpan<short> samples)
    {
        var start = at > _cursor[side] + Jitter ? at : _cursor[side];
        _cursor[side] = Math.Max(start, _first * BlockFrames);
        while (samples.Length > 0)
        {
            var inBlock = (int)(_cursor[side] % BlockFrames);
            var piece = samples[..Math.Min(samples.Length, BlockFrames - inBlock)];
            MakeRoom(_cursor[side] / BlockFrames);
            Write(side, _cursor[side] / BlockFrames, inBlock, piece);
            _cursor[side] += piece.Length;
            samples = samples[piece.Length..];
        }

        _newest = Math.Max(_newest, _cursor[side]);
        while (_newest >= ((_first + 1) * BlockFrames) + Settling)
        {
            EmitFirst();
        }
    }

    /// <summary>Gives old blocks away until the wanted one fits. A long silence is skipped, not walked through.</summary>
    private void MakeRoom(long block)
    {
        for (var given = 0; block >= _first + Blocks; given++)
        {
            if (given < Blocks)
            {
                EmitFirst();
            }
            else
            {
                _first = block - Blocks + 1;
            }
        }
    }

    private void Write(int side, long block, int offset, ReadOnlySpan<short> samples)
    {
        ref var target = ref _open[block % Blocks];
        if (target is null)
        {
            target = ArrayPool<short>.Shared.Rent(BlockFrames * 2);
            target.AsSpan().Clear();
        }

        for (var i = 0; i < samples.Length; i++)
        {
            target[((offset + i) * 2) + side] = samples[i];
        }
    }

    private void EmitFirst()
    {
        ref var slot = ref _open[_first % Blocks];
        if (slot is { } block)
        {
            slot = null;
            emit(_first, block);
        }

        _first++;
    }

    private static long Frame(TimeSpan at) => Math.Max(0, (long)Math.Round(at.TotalSeconds * Rate));
}
