using System.Runtime.InteropServices;

namespace VoiceAgent.Providers.Local.Hearing;

/// <summary>The part of pocketsphinx 0.8+5prealpha (libpocketsphinx.so.3, libsphinxbase.so.3) that is used.</summary>
internal static unsafe partial class SphinxLibrary
{
    private const string Pocket = "libpocketsphinx.so.3";
    private const string Base = "libsphinxbase.so.3";

    /// <summary>The definitions of every option.</summary>
    [LibraryImport(Pocket)]
    public static partial nint ps_args();

    /// <summary>Names and values alternate in <paramref name="values"/>. Null on an unknown name.</summary>
    [LibraryImport(Base)]
    public static partial nint cmd_ln_parse_r(nint into, nint definitions, int count, byte** values, int strict);

    [LibraryImport(Base)]
    public static partial int cmd_ln_free_r(nint configuration);

    /// <summary>Null silences the library, which otherwise reports every step on standard error.</summary>
    [LibraryImport(Base)]
    public static partial void err_set_logfp(nint stream);

    /// <summary>Null when a model cannot be read.</summary>
    [LibraryImport(Pocket)]
    public static partial nint ps_init(nint configuration);

    [LibraryImport(Pocket)]
    public static partial int ps_free(nint decoder);

    /// <summary>Forgets the noise floor of the audio before.</summary>
    [LibraryImport(Pocket)]
    public static partial int ps_start_stream(nint decoder);

    [LibraryImport(Pocket)]
    public static partial int ps_start_utt(nint decoder);

    /// <summary>Frames searched, or a negative number.</summary>
    [LibraryImport(Pocket)]
    public static partial int ps_process_raw(nint decoder, short* samples, nuint count, int noSearch, int fullUtterance);

    /// <summary>Frames searched, or a negative number.</summary>
    [LibraryImport(Pocket)]
    public static partial int ps_process_cep(nint decoder, float** frames, int count, int noSearch, int fullUtterance);

    [LibraryImport(Pocket)]
    public static partial int ps_end_utt(nint decoder);

    /// <summary>The words so far; owned by the decoder; null when there are none.</summary>
    [LibraryImport(Pocket)]
    public static partial byte* ps_get_hyp(nint decoder, int* score);

    [LibraryImport(Pocket)]
    public static partial int ps_get_prob(nint decoder);

    [LibraryImport(Pocket)]
    public static partial int ps_get_n_frames(nint decoder);

    [LibraryImport(Pocket)]
    public static partial nint ps_get_logmath(nint decoder);

    [LibraryImport(Base)]
    public static partial double logmath_exp(nint logmath, int value);

    /// <summary>The first word of the best path, or null. Walking to the end frees it.</summary>
    [LibraryImport(Pocket)]
    public static partial nint ps_seg_iter(nint decoder);

    [LibraryImport(Pocket)]
    public static partial nint ps_seg_next(nint segment);

    [LibraryImport(Pocket)]
    public static partial byte* ps_seg_word(nint segment);

    [LibraryImport(Pocket)]
    public static partial void ps_seg_frames(nint segment, int* first, int* last);

    [LibraryImport(Pocket)]
    public static partial int ps_seg_prob(nint segment, int* acoustic, int* language, int* backoff);

    /// <summary>The feature computation, whose cepstral mean belongs to a caller and not to a decoder.</summary>
    [LibraryImport(Pocket)]
    public static partial Features* ps_get_feat(nint decoder);

    [LibraryImport(Base, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint ngram_model_read(nint config, string path, int type, nint logmath);

    [LibraryImport(Base)]
    public static partial nint ngram_model_set_init(nint config, nint* models, byte** names, float* weights, int count);

    [LibraryImport(Pocket)]
    public static partial nint ps_get_config(nint decoder);

    [LibraryImport(Pocket, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int ps_set_lm(nint decoder, string name, nint model);

    [LibraryImport(Pocket, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int ps_set_search(nint decoder, string name);

    [LibraryImport(Base)]
    public static partial void cmn_live_set(nint cmn, float* mean);

    [LibraryImport(Base)]
    public static partial void cmn_live_get(nint cmn, float* mean);

    /// <summary>feat_t, as far as it is read.</summary>
    [StructLayout(LayoutKind.Explicit)]
    public struct Features
    {
        [FieldOffset(16)]
        public int CepstrumSize;

        [FieldOffset(88)]
        public nint CepstralMean;
    }
}
