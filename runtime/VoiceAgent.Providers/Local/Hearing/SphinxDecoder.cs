using System.Runtime.InteropServices;
using VoiceAgent.Conversation;
using VoiceAgent.Providers.Local.Native;
using VoiceAgent.Providers.Local.Vocabulary;
using static VoiceAgent.Providers.Local.Hearing.SphinxLibrary;

namespace VoiceAgent.Providers.Local.Hearing;

/// <summary>One native decoder, bound to one vocabulary. Serves one utterance at a time, on any thread, never two at once.</summary>
internal sealed unsafe class SphinxDecoder : IDisposable
{
    /// <summary>Numbers that describe the sound of a caller's line: the mean of each cepstral coefficient.</summary>
    public const int CepstrumSize = 13;

    private static int _alive;

    private readonly string _provider;
    private readonly nint _cepstralMean;
    private nint _decoder;

    public SphinxDecoder(CompiledVocabulary vocabulary, LocalOptions options, string provider)
    {
        _provider = provider;
        Vocabulary = vocabulary;
        using var dictionary = new MemoryFile("dictionary", vocabulary.Dictionary);
        using var model = new MemoryFile("language-model", vocabulary.LanguageModel);
        _decoder = Start(SphinxTuning.Arguments(options, dictionary.Path, model.Path));
        if (_decoder == 0)
        {
            throw Failed("pocketsphinx could not load its model or the agent's vocabulary.");
        }

        if (Environment.GetEnvironmentVariable("GENERIC") is { } weight)
        {
            var config = ps_get_config(_decoder);
            var lm = stackalloc nint[2];
            lm[0] = ngram_model_read(config, model.Path, 0, ps_get_logmath(_decoder));
            lm[1] = ngram_model_read(config, Path.Combine(options.ModelPath, "en-us.lm.bin"), 2, ps_get_logmath(_decoder));
            var names = stackalloc byte*[2];
            names[0] = (byte*)Marshal.StringToCoTaskMemUTF8("agent");
            names[1] = (byte*)Marshal.StringToCoTaskMemUTF8("generic");
            var weights = stackalloc float[2];
            weights[1] = float.Parse(weight, System.Globalization.CultureInfo.InvariantCulture);
            weights[0] = 1 - weights[1];
            if (lm[0] == 0 || lm[1] == 0) { Console.WriteLine($"lm {lm[0]} {lm[1]}"); }
            var set = ngram_model_set_init(config, lm, names, weights, 2);
            if (ps_set_lm(_decoder, "mix", set) < 0 || ps_set_search(_decoder, "mix") < 0) { Console.WriteLine("mix failed"); }
        }

        Interlocked.Increment(ref _alive);
        var features = ps_get_feat(_decoder);
        if (features->CepstrumSize != CepstrumSize)
        {
            Dispose();
            throw Failed("libpocketsphinx.so.3 is not the version this was built for (0.8+5prealpha), or the acoustic model is another one.");
        }

        _cepstralMean = features->CepstralMean;
    }

    /// <summary>Decoders that exist in this process.</summary>
    public static int Alive => Volatile.Read(ref _alive);

    /// <summary>What it listens for.</summary>
    public CompiledVocabulary Vocabulary { get; }

    /// <summary>Begins an utterance on a line that sounds like <paramref name="mean"/>.</summary>
    public void Begin(ReadOnlySpan<float> mean)
    {
        fixed (float* values = mean)
        {
            cmn_live_set(_cepstralMean, values);
        }

        if (ps_start_stream(_decoder) < 0 || ps_start_utt(_decoder) < 0)
        {
            throw Failed("pocketsphinx refused to begin an utterance.");
        }
    }

    /// <summary>Searches on with 16 kHz samples.</summary>
    public void Hear(ReadOnlySpan<short> samples)
    {
        fixed (short* first = samples)
        {
            if (ps_process_raw(_decoder, first, (nuint)samples.Length, 0, 0) < 0)
            {
                throw Failed("pocketsphinx failed in the middle of an utterance.");
            }
        }
    }

    public void HearCepstra(float[] cepstra)
    {
        var count = cepstra.Length / CepstrumSize;
        var pointers = new nint[count + 1];
        fixed (float* first = cepstra)
        fixed (nint* rows = pointers)
        {
            for (var at = 0; at < count; at++)
            {
                rows[at] = (nint)(first + at * CepstrumSize);
            }

            _ = ps_process_cep(_decoder, (float**)rows, count, 0, 1);
        }
    }

    public void HearAll(ReadOnlySpan<short> samples)
    {
        if (Environment.GetEnvironmentVariable("OWN") == "1")
        {
            var spectrum = new MelSpectrum();
            spectrum.Add(samples);
            HearCepstra(Cleaning.Apply(spectrum.Frames));
            return;
        }

        fixed (short* first = samples)
        {
            _ = ps_process_raw(_decoder, first, (nuint)samples.Length, 0, 1);
        }
    }

    /// <summary>The best guess so far.</summary>
    public string Interim() => Marshal.PtrToStringUTF8((nint)ps_get_hyp(_decoder, null)) ?? "";

    /// <summary>Ends the utterance and writes how the line sounded into <paramref name="mean"/>.</summary>
    public Hypothesis End(Span<float> mean)
    {
        // Not an error: an utterance without a single frame ends so, too.
        _ = ps_end_utt(_decoder);
        fixed (float* values = mean)
        {
            cmn_live_get(_cepstralMean, values);
        }

        var text = Marshal.PtrToStringUTF8((nint)ps_get_hyp(_decoder, null)) ?? "";
        var posterior = logmath_exp(ps_get_logmath(_decoder), ps_get_prob(_decoder));
        return new Hypothesis(text, posterior, Words());
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _decoder, 0) is var decoder and not 0)
        {
            _ = ps_free(decoder);
            Interlocked.Decrement(ref _alive);
        }
    }

    private List<HypothesisWord> Words()
    {
        var words = new List<HypothesisWord>();
        var logmath = ps_get_logmath(_decoder);
        for (var segment = ps_seg_iter(_decoder); segment != 0; segment = ps_seg_next(segment))
        {
            int first, last, acoustic, language, backoff;
            ps_seg_frames(segment, &first, &last);
            var probability = ps_seg_prob(segment, &acoustic, &language, &backoff);
            words.Add(new HypothesisWord(
                Marshal.PtrToStringUTF8((nint)ps_seg_word(segment)) ?? "", last - first + 1, acoustic, language, logmath_exp(logmath, probability)));
        }

        return words;
    }

    private static nint Start(IReadOnlyList<string> arguments)
    {
        err_set_logfp(0);
        var values = (byte**)NativeMemory.Alloc((nuint)arguments.Count, (nuint)sizeof(byte*));
        for (var at = 0; at < arguments.Count; at++)
        {
            values[at] = (byte*)Marshal.StringToCoTaskMemUTF8(arguments[at]);
        }

        var configuration = cmd_ln_parse_r(0, ps_args(), arguments.Count, values, 1);
        for (var at = 0; at < arguments.Count; at++)
        {
            Marshal.FreeCoTaskMem((nint)values[at]);
        }

        NativeMemory.Free(values);
        if (configuration == 0)
        {
            return 0;
        }

        var decoder = ps_init(configuration);
        _ = cmd_ln_free_r(configuration);
        return decoder;
    }

    private ProviderException Failed(string message) => new(_provider, CallStage.Transcription, FaultOwner.Ours, message, retryable: true);
}
