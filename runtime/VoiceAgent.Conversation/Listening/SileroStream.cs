using Microsoft.ML.OnnxRuntime;

namespace VoiceAgent.Conversation.Listening;

/// <summary>One call's view of the voice activity model. Not safe for concurrent use; allocates nothing per window.</summary>
internal sealed class SileroStream : ISpeechProbability, IDisposable
{
    /// <summary>Samples of one window at 16 kHz: 32 ms, the only length that the model takes.</summary>
    public const int WindowSamples = 512;

    // The model wants the end of the window before in front of each window.
    private const int ContextSamples = 64;
    private const int StateSize = 2 * 128;
    private const float Scale = 1f / 32768;

    private readonly SileroModel _model;
    private readonly RunOptions _run = new();
    private readonly OrtIoBinding _binding;
    private readonly OrtValue[] _values;
    private readonly float[] _input = new float[ContextSamples + WindowSamples];
    private readonly float[] _state = new float[StateSize];
    private readonly float[] _nextState = new float[StateSize];
    private readonly float[] _probability = new float[1];

    public SileroStream(SileroModel model)
    {
        _model = model;
        _binding = model.CreateBinding();
        _values =
        [
            OrtValue.CreateTensorValueFromMemory(_input, [1, _input.Length]),
            OrtValue.CreateTensorValueFromMemory(_state, [2, 1, 128]),
            OrtValue.CreateTensorValueFromMemory<long>([16_000], []),
            OrtValue.CreateTensorValueFromMemory(_probability, [1, 1]),
            OrtValue.CreateTensorValueFromMemory(_nextState, [2, 1, 128]),
        ];
        _binding.BindInput("input", _values[0]);
        _binding.BindInput("state", _values[1]);
        _binding.BindInput("sr", _values[2]);
        _binding.BindOutput("output", _values[3]);
        _binding.BindOutput("stateN", _values[4]);
    }

    /// <inheritdoc/>
    public float Next(ReadOnlySpan<short> window)
    {
        Take(window);
        _model.Run(_run, _binding);
        _nextState.CopyTo(_state, 0);
        return _probability[0];
    }

    /// <inheritdoc/>
    public void Skip(ReadOnlySpan<short> window)
    {
        Take(window);
        Array.Clear(_state);
    }

    public void Dispose()
    {
        _binding.Dispose();
        foreach (var value in _values)
        {
            value.Dispose();
        }

        _run.Dispose();
    }

    private void Take(ReadOnlySpan<short> window)
    {
        _input.AsSpan(WindowSamples).CopyTo(_input);
        var target = _input.AsSpan(ContextSamples);
        for (var i = 0; i < WindowSamples; i++)
        {
            target[i] = window[i] * Scale;
        }
    }
}
