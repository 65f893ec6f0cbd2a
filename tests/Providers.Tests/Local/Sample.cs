using VoiceAgent.Conversation.Speech;
using VoiceAgent.Conversation.Transcription;
using VoiceAgent.Providers.Local;
using VoiceAgent.Providers.Local.Speech;

namespace VoiceAgent.Providers.Tests.Local;

/// <summary>A small bakery, and the sounds of its callers.</summary>
internal static class Sample
{
    public static readonly string[] Sentences =
    [
        "Opening hours", "The bakery is open Monday to Friday from 7:00 to 18:30.", "On Saturday we open at 8:00 and close at 14:00.",
        "We are closed on Sunday and on public holidays.",
        "Orders and cakes", "A birthday cake costs $45 and serves twelve people.", "Please order a cake two days in advance.",
        "A wedding cake is ordered in person, at least four weeks ahead.",
        "Payment", "We accept cash, all major credit cards and mobile payment.", "We do not accept checks.",
        "Location", "You find us at 12 Mill Lane, opposite the town hall.", "Customers may park behind the building for free.",
        "Allergies", "All bread contains gluten.", "Our almond cookies are baked without gluten.", "Every cake contains eggs and milk.",
    ];

    public static readonly SpeechVocabulary Vocabulary = new("bakery", Sentences);

    public static TranscriptionOptions Hearing(string language = "en-US") =>
        new(null, language, Vocabulary, new Dictionary<string, string>());

    public static async Task<short[]> SpeakAsync(string text, string voice = "slt")
    {
        using var synthesizer = new LocalSynthesizer("local", new LocalOptions());
        await using var speech = await synthesizer.OpenAsync(new SpeechOptions(null, voice, "en-US", 100, new Dictionary<string, string>()), default);
        var all = new List<short>();
        await foreach (var chunk in speech.SpeakAsync(text, default))
        {
            all.AddRange(chunk.Samples.Span);
        }

        return [.. all];
    }
}
