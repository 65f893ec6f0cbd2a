using System.CommandLine;
using VoiceAgent.Cli.Audio;
using VoiceAgent.Cli.Servers;

namespace VoiceAgent.Cli.Calls;

/// <summary><c>voicectl call</c>: one question to an agent, spoken from a WAV file or typed.</summary>
internal static class CallCommand
{
    private static readonly Option<string> Agent = new("--agent", "-a") { Description = "Name of the agent.", Required = true };
    private static readonly Option<string> Wav = new("--wav") { Description = "Question: a WAV file of any rate; it is spoken in real time." };
    private static readonly Option<string> Text = new("--text") { Description = "Question: typed instead of spoken." };
    private static readonly Option<string> Out = new("--out") { Description = "Writes the spoken answer to this WAV file (24 kHz, mono)." };
    private static readonly Option<bool> Json = new("--json") { Description = "Prints one JSON object at the end instead of text." };
    private static readonly Option<bool> NoWait = new("--no-wait") { Description = "Speaks at once instead of waiting for the greeting to end." };
    private static readonly Option<int?> Patience = new("--timeout") { Description = "Longest wait for the answer, in seconds, 1 to 600; 30 unless given." };

    public static Command Build(TimeProvider time)
    {
        var server = new ServerOptions();
        var command = new Command(
            "call", "Call an agent, ask one question, print what was said and how long each stage took. Exit codes: 0 answered, 1 bad command line, 2 bad file, 3 no server, 4 refused, 5 no answer.")
        {
            Agent, Wav, Text, Out, Json, NoWait, Patience,
        };
        server.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetResult(Agent) is null)
            {
                // The parser itself says that it is required.
                return;
            }

            if ((result.GetResult(Wav) is null) == (result.GetResult(Text) is null))
            {
                result.AddError("Give either --wav FILE or --text \"…\".");
            }

            if (result.GetValue(Patience) is < 1 or > 600)
            {
                result.AddError("--timeout takes 1 to 600 seconds.");
            }
        });
        command.SetAction((parse, cancellationToken) => Failures.CatchAsync(parse, () => RunAsync(parse, server, time, cancellationToken)));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parse, ServerOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        var order = Order(parse);
        var server = options.Resolve(parse);
        var report = new CallReport(parse.InvocationConfiguration.Output, parse.GetValue(Json));
        var log = new CallLog(time, report.Turn);
        var file = parse.GetValue(Out);
        await using var line = await RealtimeLine.ConnectAsync(server, order.Agent, cancellationToken);
        try
        {
            await new Caller(line, log, time).RunAsync(order, cancellationToken);
        }
        catch (CommandFailedException failure)
        {
            report.End(log, order.Agent, answerFile: null, failure.Message);
            throw;
        }

        if (file is not null)
        {
            WavWriter.Write(file, log.Answer, Sound.RealtimeRate);
        }

        report.End(log, order.Agent, file, failure: null);
        return ExitCode.Done;
    }

    private static CallOrder Order(ParseResult parse) => new()
    {
        Agent = parse.GetValue(Agent)!,
        Question = parse.GetValue(Wav) is { } wav ? WavReader.Read(wav) : null,
        Text = parse.GetValue(Text),
        WaitForGreeting = !parse.GetValue(NoWait),
        Spoken = parse.GetValue(Wav) is not null || parse.GetValue(Out) is not null,
        Patience = TimeSpan.FromSeconds(parse.GetValue(Patience) ?? 30),
    };
}
