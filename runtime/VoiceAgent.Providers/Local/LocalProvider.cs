using VoiceAgent.Conversation;
using VoiceAgent.Providers.Local.Answers;
using VoiceAgent.Providers.Local.Hearing;
using VoiceAgent.Providers.Local.Speech;

namespace VoiceAgent.Providers.Local;

/// <summary>
/// Speech, recognition and answers from what a Debian machine has: no key, no download, no network.
/// Needs the packages libflite1, libespeak-ng1, libpocketsphinx3 and pocketsphinx-en-us.
/// </summary>
public static class LocalProvider
{
    /// <summary>The value of <c>Tenant.spec.providers[].type</c>.</summary>
    public const string Type = "local";

    /// <summary>Loads the engines. Everything that the provider needs is checked here, so that a call does not find it out.</summary>
    /// <exception cref="ProviderException">A library or model is missing; the message names the Debian package.</exception>
    public static VoiceProvider Create(ProviderConnection connection, LocalOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(connection);
        options ??= new LocalOptions();
        options.Validate(connection.Name);
        var synthesizer = new LocalSynthesizer(connection.Name, options);
        synthesizer.Check();
        return new VoiceProvider(connection.Name, new LocalTranscriber(connection.Name, options), new LocalChatClient(), synthesizer);
    }
}
