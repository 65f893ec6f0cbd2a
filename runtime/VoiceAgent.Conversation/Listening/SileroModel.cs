using Microsoft.ML.OnnxRuntime;

namespace VoiceAgent.Conversation.Listening;

/// <summary>
/// Silero VAD 6 (MIT licence), loaded once: one session serves all calls, because ONNX Runtime sessions are safe for concurrent runs.
/// What a call needs of its own is the recurrent state in its <see cref="SileroStream"/>.
/// </summary>
public sealed class SileroModel : IDisposable
{
    private const string ResourceName = "silero_vad_v6.onnx";

    private readonly InferenceSession _session;

    /// <summary>Loads the model that the build embedded.</summary>
    public SileroModel()
    {
        using var options = new SessionOptions
        {
            // A window is 60 µs of work: threads inside one inference would cost more than they bring, and would fight over the cores with the calls.
            IntraOpNumThreads = 1,
            InterOpNumThreads = 1,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
        };
        _session = new InferenceSession(ReadModel(), options);
    }

    internal OrtIoBinding CreateBinding() => _session.CreateIoBinding();

    internal void Run(RunOptions options, OrtIoBinding binding) => _session.RunWithBinding(options, binding);

    /// <inheritdoc/>
    public void Dispose() => _session.Dispose();

    private static byte[] ReadModel()
    {
        using var resource = typeof(SileroModel).Assembly.GetManifestResourceStream(ResourceName)
            ?? throw new InvalidOperationException($"The assembly was built without {ResourceName}.");
        var bytes = new byte[resource.Length];
        resource.ReadExactly(bytes);
        return bytes;
    }
}
