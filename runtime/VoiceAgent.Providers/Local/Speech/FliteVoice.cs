using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Threading.Channels;
using VoiceAgent.Conversation;
using VoiceAgent.Conversation.Speech;
using VoiceAgent.Providers.Local.Native;
using static VoiceAgent.Providers.Local.Speech.FliteLibrary;

namespace VoiceAgent.Providers.Local.Speech;

/// <summary>
/// One instance of a flite voice. The library counts references to a voice's features without atomics, so an instance serves one sentence
/// at a time; instances share their models, which are constant, and run beside each other.
/// </summary>
internal sealed unsafe class FliteVoice
{
    /// <summary>The rate of every voice offered here.</summary>
    public const int SampleRate = 16_000;

    /// <summary>Least samples a callback brings: 20 ms, so that the first sound leaves early and a cancellation is noticed soon.</summary>
    private const int MinimumSamples = 320;

    private const int Continue = 0;
    private const int Stop = -1;

    private static readonly Lock Registration = new();
    private static readonly Dictionary<string, (string Library, string Symbol)> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        ["slt"] = ("libflite_cmu_us_slt.so.1", "cmu_us_slt_cg"),
        ["rms"] = ("libflite_cmu_us_rms.so.1", "cmu_us_rms_cg"),
        ["awb"] = ("libflite_cmu_us_awb.so.1", "cmu_us_awb_cg"),
        // The plain kal library speaks at 8 kHz; this is the same speaker at 16.
        ["kal"] = ("libflite_cmu_us_kal16.so.1", "cmu_us_kal16_diphone"),
    };

    private static readonly nint LexiconFeature = Marshal.StringToCoTaskMemUTF8("lexicon");
    private static nint _synthesis;

    private readonly Voice* _voice;
    private readonly float _stretch;

    private FliteVoice(Voice* voice)
    {
        _voice = voice;
        _stretch = flite_get_param_float(voice->Features, StretchFeature, 1);
    }

    /// <summary>The names offered.</summary>
    public static IEnumerable<string> Names => Known.Keys;

    /// <summary>Whether there is a voice of this name.</summary>
    public static bool IsKnown(string name) => Known.ContainsKey(name);

    /// <summary>The lexicon that the voice pronounces with.</summary>
    public nint Lexicon { get; private init; }

    /// <summary>Makes another instance of a voice.</summary>
    /// <exception cref="ProviderException">The voice's library is not installed.</exception>
    public static FliteVoice Create(string name, string provider)
    {
        var (library, symbol) = Known[name];
        var handle = DebianPackages.Load(library, "libflite1", provider, CallStage.Speech);
        var register = (delegate* unmanaged[Cdecl]<byte*, Voice*>)NativeLibrary.GetExport(handle, symbol[..symbol.LastIndexOf('_')].Insert(0, "register_"));
        var registered = (Voice**)NativeLibrary.GetExport(handle, symbol);
        lock (Registration)
        {
            if (_synthesis == 0)
            {
                _ = flite_init();
                _synthesis = NativeLibrary.GetExport(DebianPackages.Load("libflite.so.1", "libflite1", provider, CallStage.Speech), "utt_synth");
            }

            // A voice that is registered already is handed out again; forgetting it makes the next registration build a fresh one.
            *registered = null;
            var voice = register(null);
            return new FliteVoice(voice) { Lexicon = val_lexicon(flite_get_param_val(voice->Features, LexiconFeature, 0)) };
        }
    }

    /// <summary>Speaks printable ASCII into a channel. Returns when the last sample is written, or soon after cancellation.</summary>
    public void Synthesize(string text, int ratePercent, ChannelWriter<SpeechChunk> output, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return;
        }

        var run = GCHandle.Alloc(new Run(output, cancellationToken));
        try
        {
            var utterance = new_utterance();
            utt_set_input_text(utterance, text);
            var info = new_audio_streaming_info();
            info->MinimumSamples = MinimumSamples;
            info->OnSamples = &OnSamples;
            info->UserContext = GCHandle.ToIntPtr(run);
            flite_feat_set(utterance->Features, StreamingFeature, audio_streaming_info_val(info));
            flite_feat_set_float(utterance->Features, StretchFeature, _stretch * 100 / ratePercent);
            utterance = flite_do_synth(utterance, _voice, _synthesis);
            if (utterance != null)
            {
                delete_utterance(utterance);
            }
        }
        finally
        {
            run.Free();
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnSamples(Wave* wave, int start, int count, int last, StreamingInfo* info)
    {
        var run = (Run)GCHandle.FromIntPtr(info->UserContext).Target!;
        if (run.CancellationToken.IsCancellationRequested)
        {
            return Stop;
        }

        if (count > 0)
        {
            // The channel holds a whole sentence; see FliteSpeechStream.
            run.Output.TryWrite(new SpeechChunk(new ReadOnlySpan<short>(wave->Samples + start, count).ToArray()));
        }

        return Continue;
    }

    private sealed record Run(ChannelWriter<SpeechChunk> Output, CancellationToken CancellationToken);
}
