namespace VoiceAgent.Providers.Local.Answers;

/// <summary>The sentences that are not quoted from a passage. None of them states a fact.</summary>
internal static class Replies
{
    public const string Goodbye = "Thank you for calling. Goodbye.";
    public const string Welcome = "You're welcome. Is there anything else I can help you with?";
    public const string Greeting = "Hello. What would you like to know?";
    public const string Identity = "I am an automated assistant. I answer questions from the information that I was given.";
    public const string AskMore = "What else would you like to know?";
    public const string AskQuestion = "Alright. What would you like to know?";
    public const string Transfer = "One moment, please. I am connecting you.";
    public const string TransferFailed = "I am sorry, I could not connect you.";
    public const string NoTransfer = "I am sorry, I cannot connect you from here.";
    public const string NothingToRepeat = "I have not said anything yet. What would you like to know?";
    public const string OfferTransfer = "Shall I connect you to a person?";

    /// <summary>Requests to say it again, in the order in which they are used.</summary>
    public static IReadOnlyList<string> Unclear { get; } =
    [
        "I am sorry, I did not understand that. Could you say it again?",
        "I still could not hear you well. Please try it in a short sentence.",
        "Sorry, the line seems to be bad. What is your question about?",
    ];

    /// <summary>Admissions of not knowing, in the order in which they are used.</summary>
    public static IReadOnlyList<string> Unknown { get; } =
    [
        "I am sorry, I don't have an answer to that.",
        "I could not find anything about that, either.",
    ];
}
