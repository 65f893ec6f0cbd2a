namespace VoiceAgent.Conversation.Dialogue;

/// <summary>Sentences that the engine itself says. Fixed, because the model may be what is slow or has failed.</summary>
/// <param name="Apology">A provider failed.</param>
/// <param name="Fillers">The answer takes its time; used in turn.</param>
/// <param name="Reminder">The caller has been silent.</param>
/// <param name="TimeIsUp">The call reached its longest duration.</param>
internal sealed record Phrases(string Apology, string[] Fillers, string Reminder, string TimeIsUp)
{
    private static readonly Dictionary<string, Phrases> ByLanguage = new(StringComparer.OrdinalIgnoreCase)
    {
        ["en"] = new(
            "I am sorry, something went wrong on my side. Could you say that again, please?", ["One moment, please.", "I am still looking."],
            "Are you still there?", "I am sorry, our time is up. Please call again. Goodbye."),
        ["de"] = new(
            "Entschuldigung, bei mir ist etwas schiefgegangen. Können Sie das bitte noch einmal sagen?", ["Einen Moment, bitte.", "Ich schaue noch nach."],
            "Sind Sie noch da?", "Unsere Zeit ist leider um. Bitte rufen Sie wieder an. Auf Wiederhören."),
        ["fr"] = new(
            "Je suis désolé, un problème est survenu. Pouvez-vous répéter, s'il vous plaît ?", ["Un instant, s'il vous plaît.", "Je cherche encore."],
            "Vous êtes toujours là ?", "Je suis désolé, notre temps est écoulé. Rappelez-nous. Au revoir."),
        ["es"] = new(
            "Lo siento, ha habido un problema. ¿Puede repetirlo, por favor?", ["Un momento, por favor.", "Sigo buscando."],
            "¿Sigue ahí?", "Lo siento, se nos ha acabado el tiempo. Vuelva a llamar. Adiós."),
        ["it"] = new(
            "Mi dispiace, c'è stato un problema. Può ripetere, per favore?", ["Un momento, per favore.", "Sto ancora cercando."],
            "È ancora in linea?", "Mi dispiace, il tempo è finito. Richiami, per favore. Arrivederci."),
        ["pt"] = new(
            "Desculpe, ocorreu um problema. Pode repetir, por favor?", ["Um momento, por favor.", "Ainda estou a procurar."],
            "Ainda está aí?", "Desculpe, o nosso tempo terminou. Ligue novamente. Adeus."),
        ["nl"] = new(
            "Sorry, er ging iets mis. Kunt u dat nog een keer zeggen?", ["Een moment, alstublieft.", "Ik ben nog aan het zoeken."],
            "Bent u er nog?", "Sorry, onze tijd is om. Belt u gerust terug. Tot ziens."),
        ["pl"] = new(
            "Przepraszam, coś poszło nie tak. Czy może pan lub pani powtórzyć?", ["Chwileczkę, proszę.", "Jeszcze szukam."],
            "Czy jest pan lub pani nadal na linii?", "Przepraszam, nasz czas się skończył. Proszę zadzwonić ponownie. Do widzenia."),
    };

    /// <summary>In the language of a BCP-47 tag; English when there are none for it.</summary>
    public static Phrases In(string language) => ByLanguage.GetValueOrDefault(language.Split('-')[0], ByLanguage["en"]);
}
