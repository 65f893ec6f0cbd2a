using VoiceAgent.Runtime.Hosting;
using VoiceAgent.Runtime.Hosting.Commands;

namespace VoiceAgent.Runtime;

/// <summary>
/// The runtime of VoiceAgent. What it is made of, in the order in which a call meets it: <see cref="RuntimeHost"/>.
/// What each folder is for: <c>runtime/README.md</c>.
/// </summary>
internal static class Program
{
    private const string Usage = """
        VoiceAgent.Runtime [command]

          serve         serve calls, the API and the status page (the default)
          migrate       bring the database to this program's schema
          openapi write|verify FOLDER
                        write the API's description and Postman files, or check that they are up to date
          healthcheck   ask the process on this machine whether it is ready

        Settings are environment variables; runtime/README.md lists them.
        """;

    private static async Task<int> Main(string[] arguments)
    {
        try
        {
            return arguments switch
            {
                [] or ["serve"] => await ServeCommand.RunAsync(),
                ["migrate"] => await MigrateCommand.RunAsync(),
                ["healthcheck"] => await HealthcheckCommand.RunAsync(),
                ["openapi", "write" or "verify", var folder] => await OpenApiCommand.RunAsync(arguments[1] == "write", folder),
                ["help" or "--help" or "-h"] => Say(Console.Out, Usage, 0),
                _ => Say(Console.Error, $"There is no command {string.Join(' ', arguments)}.\n\n{Usage}", 2),
            };
        }
        catch (StartRefusedException refused)
        {
            return Say(Console.Error, refused.Message, 1);
        }
        catch (Exception exception) when (Settings.Explain(exception) is { } wrong)
        {
            return Say(Console.Error, wrong, 1);
        }
    }

    private static int Say(TextWriter writer, string text, int exitCode)
    {
        writer.WriteLine(text);
        return exitCode;
    }
}
