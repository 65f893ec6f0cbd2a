using System.Numerics;
using System.Runtime.InteropServices;

namespace VoiceAgent.Conversation.Audio;

/// <summary>
/// Changes the sample rate of one continuous mono stream, in pieces of any length, with the same result as in one piece.
/// A polyphase windowed-sinc filter: pass band flat to 0.90 of the lower Nyquist frequency, stop band below −70 dB
/// (Kaiser window, β 7.9; see Oppenheim and Schafer, Discrete-Time Signal Processing, 7.6). Not safe for concurrent use.
/// </summary>
public sealed class Resampler
{
    // Zero crossings on each side of the sinc. 24 keeps the transition band within a tenth of the lower Nyquist frequency.
    private const int Crossings = 24;
    private const double KaiserBeta = 7.9;

    private readonly int _up;
    private readonly int _down;
    private readonly int _taps;
    private readonly float[] _phases;
    private float[] _window;
    private int _kept;
    private long _next;

    /// <summary>Prepares a filter; the stream before the first sample counts as silence.</summary>
    /// <param name="inputRate">Samples a second that come in, 1 000 to 192 000.</param>
    /// <param name="outputRate">Samples a second that go out, 1 000 to 192 000.</param>
    public Resampler(int inputRate, int outputRate)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputRate, 1_000);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(inputRate, 192_000);
        ArgumentOutOfRangeException.ThrowIfLessThan(outputRate, 1_000);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(outputRate, 192_000);

        var divisor = (int)BigInteger.GreatestCommonDivisor(inputRate, outputRate);
        _up = outputRate / divisor;
        _down = inputRate / divisor;
        var stretch = Math.Max(1.0, (double)inputRate / outputRate);
        _taps = _up == _down ? 1 : RoundUp((int)Math.Ceiling(2 * Crossings * stretch), Vector<float>.Count);
        _phases = _up == _down ? [1f] : Design(_up, _taps, stretch);
        _kept = _taps - 1;
        _window = new float[_kept + 1024];
    }

    /// <summary>How far the output lags behind the input, in input samples.</summary>
    public int Delay => _taps / 2;

    /// <summary>An upper bound for what <see cref="Resample"/> writes.</summary>
    public int MaxOutput(int inputLength) => (int)(((long)inputLength * _up / _down) + 2);

    /// <summary>Takes the next samples of the stream and writes what they make audible.</summary>
    /// <returns>Samples written; within one of <c>input.Length × output rate ÷ input rate</c>.</returns>
    public int Resample(ReadOnlySpan<short> input, Span<short> output)
    {
        if (_up == _down)
        {
            input.CopyTo(output);
            return input.Length;
        }

        Append(input);
        var written = 0;
        var last = (long)input.Length * _up;
        while (_next < last)
        {
            var (index, phase) = Math.DivRem(_next, _up);
            var sum = Dot(_phases.AsSpan((int)phase * _taps, _taps), _window.AsSpan((int)index, _taps));
            output[written++] = (short)Math.Clamp(MathF.Round(sum), short.MinValue, short.MaxValue);
            _next += _down;
        }

        _next -= last;
        _window.AsSpan(input.Length, _kept).CopyTo(_window);
        return written;
    }

    /// <summary>Starts a new stream.</summary>
    public void Reset()
    {
        _window.AsSpan(0, _kept).Clear();
        _next = 0;
    }

    private void Append(ReadOnlySpan<short> input)
    {
        if (_window.Length < _kept + input.Length)
        {
            Array.Resize(ref _window, _kept + input.Length);
        }

        var target = _window.AsSpan(_kept);
        for (var i = 0; i < input.Length; i++)
        {
            target[i] = input[i];
        }
    }

    private static float Dot(ReadOnlySpan<float> filter, ReadOnlySpan<float> samples)
    {
        var a = MemoryMarshal.Cast<float, Vector<float>>(filter);
        var b = MemoryMarshal.Cast<float, Vector<float>>(samples);
        var sum = Vector<float>.Zero;
        for (var i = 0; i < a.Length; i++)
        {
            sum += a[i] * b[i];
        }

        return Vector.Sum(sum);
    }

    // One filter a phase, laid out so that the dot product runs forward over the samples: tap t meets the sample t places after the oldest.
    private static float[] Design(int up, int taps, double stretch)
    {
        var phases = new float[up * taps];
        var half = taps / 2.0;
        var cutoff = 0.95 / stretch;
        for (var phase = 0; phase < up; phase++)
        {
            var gain = 0.0;
            var row = phases.AsSpan(phase * taps, taps);
            for (var tap = 0; tap < taps; tap++)
            {
                var x = taps - 1 - tap + ((double)phase / up) - half;
                var weight = Sinc(cutoff * x) * Kaiser(x / half);
                row[tap] = (float)weight;
                gain += weight;
            }

            for (var tap = 0; tap < taps; tap++)
            {
                row[tap] /= (float)gain;
            }
        }

        return phases;
    }

    private static double Sinc(double x) => x == 0 ? 1 : Math.Sin(Math.PI * x) / (Math.PI * x);

    private static double Kaiser(double x) => Math.Abs(x) >= 1 ? 0 : Bessel(KaiserBeta * Math.Sqrt(1 - (x * x))) / Bessel(KaiserBeta);

    private static double Bessel(double x)
    {
        var (sum, term) = (1.0, 1.0);
        for (var k = 1; k < 40; k++)
        {
            term *= x * x / (4.0 * k * k);
            sum += term;
        }

        return sum;
    }

    private static int RoundUp(int value, int multiple) => (value + multiple - 1) / multiple * multiple;
}
