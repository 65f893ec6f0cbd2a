using System.CommandLine;
using System.Text.Json;
using VoiceAgent.Cli.Servers;

namespace VoiceAgent.Cli.Calls;

/// <summary><c>voicectl calls list</c> and <c>voicectl calls show ID</c>: what was recorded.</summary>
internal static class CallsCommand
{
    private const int StandardLimit = 20;

    private static readonly Option<bool> Json = new("--json") { Description = "Prints the server's JSON as it is." };

    public static Command Build() => new("calls", "Read the record of calls.") { BuildList(), BuildShow() };

    private static Command BuildList()
    {
        var server = new ServerOptions();
        var agent = new Option<string>("--agent", "-a") { Description = "Only calls with this agent." };
        var limit = new Option<int>("--limit") { Description = "Most calls to list, 1 to 100.", DefaultValueFactory = _ => StandardLimit };
        var command = new Command("list", "List calls, the latest first.") { agent, limit, Json };
        server.AddTo(command);
        command.SetAction((parse, cancellationToken) => Failures.CatchAsync(parse, async () =>
        {
            var filter = parse.GetValue(agent) is { } name ? "&agent=" + Uri.EscapeDataString(name) : "";
            using var rest = new RestClient(server.Resolve(parse));
            var page = await rest.GetAsync($"api/v1/calls?limit={parse.GetValue(limit)}{filter}", cancellationToken);
            var output = parse.InvocationConfiguration.Output;
            if (parse.GetValue(Json))
            {
                await output.WriteLineAsync(page.GetRawText());
            }
            else
            {
                RecordReport.List(output, page);
            }

            return ExitCode.Done;
        }));
        return command;
    }

    private static Command BuildShow()
    {
        var server = new ServerOptions();
        var id = new Argument<Guid>("id") { Description = "The call's id, as 'calls list' prints it." };
        var recording = new Option<string>("--recording") { Description = "Saves the stereo recording to this WAV file." };
        var command = new Command("show", "Show one call: its turns, and how long each stage took.") { id, recording, Json };
        server.AddTo(command);
        command.SetAction((parse, cancellationToken) => Failures.CatchAsync(parse, async () =>
        {
            using var rest = new RestClient(server.Resolve(parse));
            var call = await rest.GetAsync($"api/v1/calls/{parse.GetValue(id)}", cancellationToken);
            await ShowAsync(parse, call);
            if (parse.GetValue(recording) is { } file)
            {
                await rest.DownloadAsync($"api/v1/calls/{parse.GetValue(id)}/recording", file, cancellationToken);
            }

            return ExitCode.Done;
        }));
        return command;
    }

    private static async Task ShowAsync(ParseResult parse, JsonElement call)
    {
        var output = parse.InvocationConfiguration.Output;
        if (parse.GetValue(Json))
        {
            await output.WriteLineAsync(call.GetRawText());
        }
        else
        {
            RecordReport.Show(output, call);
        }
    }
}
