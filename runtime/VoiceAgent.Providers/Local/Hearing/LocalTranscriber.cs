using System.Collections.Concurrent;
using VoiceAgent.Conversation;
using VoiceAgent.Conversation.Transcription;
using VoiceAgent.Providers.Local.Native;
using VoiceAgent.Providers.Local.Vocabulary;

namespace VoiceAgent.Providers.Local.Hearing;

/// <summary>Recognition without a vendor: pocketsphinx with its US English model, biased to each agent's own words.</summary>
internal sealed class LocalTranscriber : ITranscriber, IDisposable
{
    private const int MostVocabularies = 64;

    private readonly string _provider;
    private readonly LocalOptions _options;
    private readonly DecoderPool _decoders;
    private readonly VocabularyCompiler _compiler;
    private readonly ConcurrentDictionary<string, Lazy<Task<CompiledVocabulary>>> _vocabularies = new(StringComparer.Ordinal);

    public LocalTranscriber(string provider, LocalOptions options)
    {
        _provider = provider;
        _options = options;
        DebianPackages.Load("libsphinxbase.so.3", "libsphinxbase3", provider, CallStage.Transcription);
        DebianPackages.Load("libpocketsphinx.so.3", "libpocketsphinx3", provider, CallStage.Transcription);
        foreach (var file in new[] { Path.Combine(options.ModelPath, "cmudict-en-us.dict"), Path.Combine(options.ModelPath, "en-us", "mdef") })
        {
            if (!File.Exists(file))
            {
                throw DebianPackages.Missing(file, "pocketsphinx-en-us", provider, CallStage.Transcription);
            }
        }

        _decoders = new DecoderPool(options, provider);
        _compiler = new VocabularyCompiler(new Pronunciations(options.ModelPath, provider));
    }

    public async ValueTask<ITranscription> OpenAsync(TranscriptionOptions options, CancellationToken cancellationToken)
    {
        if (!options.Language.Split('-')[0].Equals("en", StringComparison.OrdinalIgnoreCase))
        {
            throw new ProviderException(_provider, CallStage.Transcription, FaultOwner.Configuration,
                $"The local provider hears English only, not '{options.Language}': Debian has no other acoustic model. Name another provider for stt.");
        }

        var vocabulary = await CompileAsync(options.Vocabulary).WaitAsync(cancellationToken);
        await _decoders.WarmAsync(vocabulary, cancellationToken);
        return new LocalTranscription(_decoders, vocabulary, _options);
    }

    public void Dispose() => _decoders.Dispose();

    private Task<CompiledVocabulary> CompileAsync(SpeechVocabulary vocabulary)
    {
        if (_vocabularies.Count >= MostVocabularies && !_vocabularies.ContainsKey(vocabulary.Key))
        {
            // Revisions come and go; recompiling one that is still in use costs a second, once.
            _vocabularies.Clear();
        }

        return _vocabularies.GetOrAdd(vocabulary.Key, _ => new(() => Task.Run(() => _compiler.Compile(vocabulary)))).Value;
    }
}
