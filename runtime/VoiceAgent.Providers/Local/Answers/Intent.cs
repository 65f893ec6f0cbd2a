using System.Text.RegularExpressions;

namespace VoiceAgent.Providers.Local.Answers;

/// <summary>What a caller's turn is for.</summary>
internal enum Intent
{
    /// <summary>Nothing was understood.</summary>
    Unclear,

    /// <summary>The caller wants the last words again.</summary>
    Repeat,

    /// <summary>The caller leaves.</summary>
    Goodbye,

    /// <summary>The caller wants a human being.</summary>
    Person,

    /// <summary>Thanks and nothing else.</summary>
    Thanks,

    /// <summary>A greeting and nothing else.</summary>
    Greeting,

    /// <summary>Yes and nothing else.</summary>
    Yes,

    /// <summary>No and nothing else.</summary>
    No,

    /// <summary>What or who the agent is.</summary>
    Identity,

    /// <summary>Everything else: something to look up.</summary>
    Question,
}

/// <summary>Reads the intent off the words. Courtesies count only when little else was said, since callers mix them into questions.</summary>
internal static partial class Intents
{
    private const int FewWords = 7;

    public static Intent Of(IReadOnlyList<string> words)
    {
        var text = string.Join(' ', words);
        var few = words.Count <= FewWords;
        return text.Length == 0 ? Intent.Unclear
            : Person().IsMatch(text) ? Intent.Person
            : Repeat().IsMatch(text) ? Intent.Repeat
            : few && Goodbye().IsMatch(text) ? Intent.Goodbye
            : Identity().IsMatch(text) ? Intent.Identity
            : few && Thanks().IsMatch(text) ? Intent.Thanks
            : Greeting().IsMatch(text) ? Intent.Greeting
            : Yes().IsMatch(text) ? Intent.Yes
            : No().IsMatch(text) ? Intent.No
            : Intent.Question;
    }

    [GeneratedRegex(@"\b(speak|talk|talking|connect|put|transfer|pass|get)\b.*\b(person|human|someone|somebody|agent|representative|operator|receptionist|reception|staff|front desk|colleague|people|human being|to a doctor|to the doctor)\b|\b(real person|human being|operator|transfer me|put me through|connect me)\b")]
    private static partial Regex Person();

    [GeneratedRegex(@"\b(say|tell me) (that|it) (again|once more)|\brepeat\b|\bcome again\b|^(sorry )?pardon( me)?$|\bone more time\b|\bdid(n't| not) (catch|hear|understand|get) (that|you|it)\b|^(sorry )?what (was that|did you say)|^again please$|^(sorry )?what$|^say again$")]
    private static partial Regex Repeat();

    [GeneratedRegex(@"\b(goodbye|bye|good bye|good night)\b|\b(have a (nice|good|great) (day|evening|weekend|one))\b|\b(that's|that is|that was|that will be) (all|it|everything)\b|\bnothing else\b|\btalk to you later\b|\bsee you( later| soon)?$|^hang up|\bend the call\b|^no (thanks|thank you)$")]
    private static partial Regex Goodbye();

    [GeneratedRegex(@"^(are you|is this) (a |an )?(real )?(robot|machine|computer|bot|human|person)|^(who|what) are you$|^what is your name$|^what's your name$|^who is this$|^who am i (talking|speaking) (to|with)$|^what can you (do|help me with|help with)$|^how can you help( me)?$")]
    private static partial Regex Identity();

    [GeneratedRegex(@"^(okay |ok |great |perfect |alright |well |no |yes )*(many |)?(thanks|thank you)( very| so)?( much| a lot)?( for (your|the) help)?$|^(great|perfect|wonderful)$")]
    private static partial Regex Thanks();

    [GeneratedRegex(@"^(oh )?(hello|hi|hey|good (morning|afternoon|evening|day))( there| everybody)?( how are you)?$|^how are you( doing| today)?$|^(can|could) you help me$|^i have (a|another|one more) question$|^i need( some)? help$")]
    private static partial Regex Greeting();

    [GeneratedRegex(@"^(oh )?(yes|yeah|yep|sure|of course|correct|right|exactly|okay|ok|alright|fine|uh huh|mm hmm|go ahead|please do|yes please|sounds good|that's right|that is (right|correct))( please| sure| of course| thank you)?$")]
    private static partial Regex Yes();

    [GeneratedRegex(@"^(oh )?(no|nope|not really|not now|not at the moment|never mind|forget it)( thanks| thank you)?$")]
    private static partial Regex No();
}
