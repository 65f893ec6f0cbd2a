namespace VoiceAgent.Cli.Servers;

/// <summary>Where to call, and with which key.</summary>
internal sealed record Server(Uri Address, string Key)
{
    /// <summary>An address of the REST interface.</summary>
    public Uri Rest(string path) => new(Address, path);

    /// <summary>The live audio door.</summary>
    public Uri Realtime(string agent) => new UriBuilder(new Uri(Address, "v1/realtime"))
    {
        Scheme = Address.Scheme == "https" ? "wss" : "ws",
        Query = $"model={Uri.EscapeDataString(agent)}&voiceagent_events=1",
    }.Uri;
}
