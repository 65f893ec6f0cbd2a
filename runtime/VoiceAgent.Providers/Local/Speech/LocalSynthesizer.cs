using VoiceAgent.Conversation;
using VoiceAgent.Conversation.Speech;

namespace VoiceAgent.Providers.Local.Speech;

/// <summary>Speech without a vendor: flite for English, whose voices sound natural, espeak-ng for every other language.</summary>
internal sealed class LocalSynthesizer(string provider, LocalOptions options) : ISpeechSynthesizer, IDisposable
{
    private const string DefaultVoice = "slt";

    private readonly FliteVoices _voices = new(provider, options.Voices);

    /// <summary>Fails when the libraries of the default voice are missing.</summary>
    public void Check() => _voices.Check(DefaultVoice);

    public async ValueTask<ISpeechStream> OpenAsync(SpeechOptions options, CancellationToken cancellationToken)
    {
        if (options.RatePercent is < 50 or > 200)
        {
            throw Refused($"A speaking rate of {options.RatePercent} percent is outside 50 to 200.");
        }

        if (options.Language.Split('-')[0].Equals("en", StringComparison.OrdinalIgnoreCase))
        {
            return OpenEnglish(options);
        }

        var engine = EspeakEngine.Shared(provider);
        var voice = await engine.FindVoiceAsync(options.Voice, options.Language, cancellationToken)
            ?? throw Refused(options.Voice is null
                ? $"espeak-ng has no voice for the language '{options.Language}'."
                : $"espeak-ng has no voice '{options.Voice}'. 'espeak-ng --voices' lists them.");
        return new EspeakSpeechStream(engine, voice, options.RatePercent);
    }

    public void Dispose() => _voices.Dispose();

    private FliteSpeechStream OpenEnglish(SpeechOptions options)
    {
        var voice = options.Voice ?? DefaultVoice;
        if (!FliteVoice.IsKnown(voice))
        {
            throw Refused($"There is no voice '{voice}'. Local English voices are {string.Join(", ", FliteVoice.Names)}.");
        }

        _voices.Check(voice);
        return new FliteSpeechStream(_voices, voice, options.RatePercent);
    }

    private ProviderException Refused(string message) => new(provider, CallStage.Speech, FaultOwner.Configuration, message);
}
