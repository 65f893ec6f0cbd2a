using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

[assembly: DisableRuntimeMarshalling]

namespace VoiceAgent.Providers.Local.Speech;

/// <summary>
/// The part of flite 2.2 (libflite.so.1) that is used. Feature names are kept by pointer inside the library, so they must live as long as it does.
/// </summary>
internal static unsafe partial class FliteLibrary
{
    private const string Library = "libflite.so.1";

    /// <summary>The feature under which an utterance finds the callback that takes its samples.</summary>
    public static readonly nint StreamingFeature = Marshal.StringToCoTaskMemUTF8("streaming_info");

    /// <summary>How much longer than the model says each sound lasts.</summary>
    public static readonly nint StretchFeature = Marshal.StringToCoTaskMemUTF8("duration_stretch");

    [LibraryImport(Library)]
    public static partial int flite_init();

    [LibraryImport(Library)]
    public static partial Utterance* new_utterance();

    [LibraryImport(Library)]
    public static partial void delete_utterance(Utterance* utterance);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial Utterance* utt_set_input_text(Utterance* utterance, string text);

    /// <summary>Frees the utterance and returns null when it fails.</summary>
    [LibraryImport(Library)]
    public static partial Utterance* flite_do_synth(Utterance* utterance, Voice* voice, nint synthesis);

    [LibraryImport(Library)]
    public static partial void flite_feat_set(nint features, nint name, nint value);

    [LibraryImport(Library)]
    public static partial void flite_feat_set_float(nint features, nint name, float value);

    [LibraryImport(Library)]
    public static partial float flite_get_param_float(nint features, nint name, float fallback);

    [LibraryImport(Library)]
    public static partial nint flite_get_param_val(nint features, nint name, nint fallback);

    [LibraryImport(Library)]
    public static partial StreamingInfo* new_audio_streaming_info();

    /// <summary>Wraps the structure in a value that owns it.</summary>
    [LibraryImport(Library)]
    public static partial nint audio_streaming_info_val(StreamingInfo* info);

    [LibraryImport(Library)]
    public static partial nint val_lexicon(nint value);

    /// <summary>The phones of a word, by lexicon or by letter-to-sound rules; the list is the caller's to delete.</summary>
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint lex_lookup(nint lexicon, string word, nint partOfSpeech, nint features);

    [LibraryImport(Library)]
    public static partial nint val_car(nint list);

    [LibraryImport(Library)]
    public static partial nint val_cdr(nint list);

    [LibraryImport(Library)]
    public static partial nint val_string(nint value);

    [LibraryImport(Library)]
    public static partial void delete_val(nint value);

    /// <summary>cst_voice, as far as it is read.</summary>
    public struct Voice
    {
        public nint Name;
        public nint Features;
    }

    /// <summary>cst_utterance, as far as it is read.</summary>
    public struct Utterance
    {
        public nint Features;
    }

    /// <summary>cst_wave.</summary>
    public struct Wave
    {
        public nint Type;
        public int SampleRate;
        public int SampleCount;
        public int Channels;
        public short* Samples;
    }

    /// <summary>cst_audio_streaming_info.</summary>
    public struct StreamingInfo
    {
        public int MinimumSamples;
        public delegate* unmanaged[Cdecl]<Wave*, int, int, int, StreamingInfo*, int> OnSamples;
        public nint Utterance;
        public nint Item;
        public nint UserContext;
    }
}
