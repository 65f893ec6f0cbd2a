namespace VoiceAgent.Conversation.Dialogue;

/// <summary>What an agent says when a provider failed it. Fixed, because the model may be what failed.</summary>
internal static class Apology
{
    private static readonly Dictionary<string, string> Sentences = new(StringComparer.OrdinalIgnoreCase)
    {
        ["en"] = "I am sorry, something went wrong on my side. Could you say that again, please?",
        ["de"] = "Entschuldigung, bei mir ist etwas schiefgegangen. Können Sie das bitte noch einmal sagen?",
        ["fr"] = "Je suis désolé, un problème est survenu. Pouvez-vous répéter, s'il vous plaît ?",
        ["es"] = "Lo siento, ha habido un problema. ¿Puede repetirlo, por favor?",
        ["it"] = "Mi dispiace, c'è stato un problema. Può ripetere, per favore?",
        ["pt"] = "Desculpe, ocorreu um problema. Pode repetir, por favor?",
        ["nl"] = "Sorry, er ging iets mis. Kunt u dat nog een keer zeggen?",
        ["pl"] = "Przepraszam, coś poszło nie tak. Czy może pan lub pani powtórzyć?",
    };

    /// <summary>In the language of a BCP-47 tag; English when there is no sentence for it.</summary>
    public static string In(string language) => Sentences.GetValueOrDefault(language.Split('-')[0], Sentences["en"]);
}
