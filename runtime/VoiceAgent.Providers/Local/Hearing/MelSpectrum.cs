namespace VoiceAgent.Providers.Local.Hearing;

/// <summary>
/// Sound as the acoustic model hears it: 100 frames a second of 25 bands between 130 and 6 800 Hz, as the model's feat.params say.
/// Made here and not by libsphinxbase because noise and the line's colour are judged over the whole utterance, which its front end cannot.
/// </summary>
internal sealed class MelSpectrum
{
    /// <summary>Bands of a frame.</summary>
    public const int Bands = 25;

    /// <summary>Samples from one frame to the next: 10 ms.</summary>
    public const int FrameShift = 160;

    private const int FrameLength = 410;
    private const int FourierLength = 512;
    private const double SampleRate = 16_000;
    private const double LowestFrequency = 130;
    private const double HighestFrequency = 6_800;
    private const float PreEmphasis = 0.97f;

    private static readonly float[] Window = [.. Enumerable.Range(0, FrameLength).Select(at => (float)(0.54 - 0.46 * Math.Cos(2 * Math.PI * at / (FrameLength - 1))))];
    private static readonly (int First, float[] Weights)[] Filters = MakeFilters();

    private readonly float[] _pending = new float[FrameLength];
    private readonly float[] _real = new float[FourierLength];
    private readonly float[] _imaginary = new float[FourierLength];
    private int _count;
    private float _previous;

    /// <summary>Energies of the bands, a frame after the other, not logarithmic.</summary>
    public List<float[]> Frames { get; } = [];

    /// <summary>Adds samples; as many frames as they complete are appended.</summary>
    public void Add(ReadOnlySpan<short> samples)
    {
        foreach (var sample in samples)
        {
            _pending[_count++] = sample - PreEmphasis * _previous;
            _previous = sample;
            if (_count == FrameLength)
            {
                Frames.Add(Analyse());
                Array.Copy(_pending, FrameShift, _pending, 0, FrameLength - FrameShift);
                _count -= FrameShift;
            }
        }
    }

    private float[] Analyse()
    {
        Array.Clear(_imaginary);
        Array.Clear(_real);
        for (var at = 0; at < FrameLength; at++)
        {
            _real[at] = _pending[at] * Window[at];
        }

        Fourier.Transform(_real, _imaginary);
        var bands = new float[Bands];
        for (var band = 0; band < Bands; band++)
        {
            var (first, weights) = Filters[band];
            var sum = 0f;
            for (var at = 0; at < weights.Length; at++)
            {
                var (real, imaginary) = (_real[first + at], _imaginary[first + at]);
                sum += weights[at] * (real * real + imaginary * imaginary);
            }

            bands[band] = sum;
        }

        return bands;
    }

    /// <summary>Triangles of equal width on the mel scale and of area one, their corners on points of the transform.</summary>
    private static (int First, float[] Weights)[] MakeFilters()
    {
        const double Spacing = SampleRate / FourierLength;
        var lowest = Mel(LowestFrequency);
        var step = (Mel(HighestFrequency) - lowest) / (Bands + 1);
        return [.. Enumerable.Range(0, Bands).Select(band =>
        {
            var (left, middle, right) = (Corner(band), Corner(band + 1), Corner(band + 2));
            var first = (int)Math.Round(left / Spacing);
            var weights = Enumerable.Range(first, (int)Math.Round(right / Spacing) - first + 1)
                .Select(point => (float)(Math.Min((point * Spacing - left) / (middle - left), (right - point * Spacing) / (right - middle)) * 2 / (right - left)));
            return (first, weights.ToArray());
        })];

        double Corner(int at) => Math.Floor(Frequency(lowest + at * step) / Spacing + 0.5) * Spacing;
        static double Mel(double frequency) => 2595 * Math.Log10(1 + frequency / 700);
        static double Frequency(double mel) => 700 * (Math.Pow(10, mel / 2595) - 1);
    }
}
