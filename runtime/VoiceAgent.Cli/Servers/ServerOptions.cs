using System.CommandLine;

namespace VoiceAgent.Cli.Servers;

/// <summary>The options <c>--url</c> and <c>--key</c>, and where their values come from when they are left out.</summary>
internal sealed class ServerOptions
{
    private readonly Option<string> _url = new("--url")
    {
        Description = "Address of the runtime. Otherwise VOICEAGENT_URL, otherwise http://localhost:$PORT, with port 8080 unless PORT says another.",
    };

    private readonly Option<string> _key = new("--key")
    {
        Description = "Key. Otherwise VOICEAGENT_KEY, otherwise the development key in $VOICEAGENT_DATA (./data).",
    };

    public void AddTo(Command command)
    {
        command.Add(_url);
        command.Add(_key);
    }

    /// <exception cref="CommandFailedException">The address is none, or there is no key.</exception>
    public Server Resolve(ParseResult parse) => new(Address(parse.GetValue(_url)), Key(parse.GetValue(_key)));

    private static Uri Address(string? given)
    {
        var text = given ?? Setting("VOICEAGENT_URL") ?? $"http://localhost:{Setting("PORT") ?? "8080"}";
        return Uri.TryCreate(text.TrimEnd('/') + "/", UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? address
            : throw new CommandFailedException(ExitCode.Unreachable, $"'{text}' is no address. Give one like http://localhost:8080.");
    }

    private static string Key(string? given)
    {
        if ((given ?? Setting("VOICEAGENT_KEY")) is { Length: > 0 } key)
        {
            return key;
        }

        var file = Path.Combine(Setting("VOICEAGENT_DATA") ?? "data", "development-key");
        try
        {
            return File.ReadAllText(file).Trim();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException(
                ExitCode.Refused, $"There is no key: give --key, set VOICEAGENT_KEY, or run where {file} can be read (the runtime writes it at its first start).");
        }
    }

    private static string? Setting(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
