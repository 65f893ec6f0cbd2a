// Asks the sample clinic's reception 40 questions by voice and counts how many get the right answer, over the path that a call takes:
// 16 kHz audio -> LocalTranscriber -> KnowledgeIndex -> LocalChatClient.
//
// The language model is built from the handbook (crds/samples/clinic), the agent's greeting and tools, and the general question frames of
// runtime/VoiceAgent.Providers/Local/Vocabulary/caller-english.txt. questions.yaml is read by this program alone.
//
//   dotnet run --project tests/Questions -- [--voices slt,rms,awb] [--noises clean,babble,street] [--questions 40] [--parallel 4] [--fast]
//                                           [--least 85] [--show wrong|all|none] [--typed]
using System.Collections.Concurrent;
using System.Globalization;
using VoiceAgent.Providers;
using VoiceAgent.Providers.Local;
using VoiceAgent.Questions;
using VoiceAgent.Runtime.Knowledge;

var arguments = args.Select((argument, at) => (argument, at)).Where(pair => pair.argument.StartsWith("--", StringComparison.Ordinal))
    .ToDictionary(pair => pair.argument[2..], pair => args.ElementAtOrDefault(pair.at + 1) is { } value && !value.StartsWith("--", StringComparison.Ordinal) ? value : "");
string[] Listed(string name, string standard) => arguments.GetValueOrDefault(name, standard).Split(',');
int Number(string name, int standard) => arguments.TryGetValue(name, out var text) ? int.Parse(text, CultureInfo.InvariantCulture) : standard;

var voices = Listed("voices", "slt,rms,awb");
var noises = Listed("noises", "clean,babble,street");
var parallel = Number("parallel", 4);
var typed = arguments.ContainsKey("typed");
var here = AppContext.BaseDirectory;
var questions = Question.Read(Path.Combine(here, "questions.yaml")).Take(Number("questions", 40)).ToArray();
var documents = Directory.GetFiles(Path.Combine(here, "clinic")).Order().Select(path => new KnowledgeDocument(Path.GetFileName(path), File.ReadAllText(path))).ToArray();

using var knowledge = KnowledgeIndex.Open("clinic", documents, null);
await using var provider = LocalProvider.Create(new ProviderConnection("local", "local", null, () => null), new LocalOptions { Decoders = parallel });
var sound = new Sound(provider.Synthesizer!);
await sound.PrepareAsync();
var vocabulary = AgentVocabulary.From(
    "Hello, this is BrightSmile Dental. How can I help you?",
    knowledge.Passages,
    ["Ends the call when the caller says goodbye or needs nothing more.", "Connects the caller to a person when they ask for one or when the handbook has no answer."]);

var trials = (from voice in voices from noise in noises from question in questions select new Trial(question, voice, noise)).ToArray();
var queue = new ConcurrentQueue<(Trial Trial, int Seed)>(trials.Select((trial, at) => (trial, at)));
var started = TimeProvider.System.GetTimestamp();
await Task.WhenAll(Enumerable.Range(0, parallel).Select(_ => Task.Run(async () =>
{
    // A caller asks one question and hangs up: nothing learned about one voice helps with the next.
    while (queue.TryDequeue(out var next))
    {
        var trial = next.Trial;
        if (typed)
        {
            trial.Heard = trial.Question.Ask;
        }
        else
        {
            var audio = await sound.AskAsync(trial.Question.Ask, trial.Voice, trial.Noise, next.Seed);
            await using var ear = await provider.Transcriber!.OpenAsync(new(null, "en-US", vocabulary, new Dictionary<string, string>()), default);
            await trial.ListenAsync(ear, 1, audio, realTime: !arguments.ContainsKey("fast"));
        }

        await trial.AnswerAsync(trial.Heard, knowledge, provider.Model!);
    }
})));

var shown = arguments.GetValueOrDefault("show", "wrong");
Report.Wrong(trials.Where(trial => shown == "all" || shown == "wrong" && !trial.IsRight));
var share = Report.Print(trials, voices, noises);
Console.WriteLine($"{share:P1} of {trials.Length} questions were answered from the right passage, in {TimeProvider.System.GetElapsedTime(started).TotalSeconds:F0} s.");
return share * 100 >= Number("least", 85) ? 0 : 1;
