using System.ComponentModel.DataAnnotations;

namespace VoiceAgent.Runtime.Hosting;

/// <summary>Where the process listens.</summary>
internal sealed class ListenerOptions
{
    public const string Section = "Listeners";

    /// <summary>Port of the API, the Realtime socket and the pages; 0 takes a free one. <c>PORT</c>.</summary>
    [Range(0, 65_535)]
    public int Port { get; set; } = 8080;

    /// <summary>Port of health, metrics and drain, which nobody outside may reach; 0 takes a free one. <c>VOICEAGENT_INTERNAL_PORT</c>.</summary>
    [Range(0, 65_535)]
    public int InternalPort { get; set; } = 8081;

    /// <summary>
    /// <c>localhost</c>: this machine alone. <c>any</c>: every network that it is in. Left out: <c>any</c> in a container, else <c>localhost</c>.
    /// <c>VOICEAGENT_BIND</c>.
    /// </summary>
    [RegularExpression("^(localhost|any)$")]
    public string? Bind { get; set; }

    /// <summary>Connections at the same time, sockets of calls included.</summary>
    [Range(10, 100_000)]
    public int MostConnections { get; set; } = 2_000;

    /// <summary>Whether other machines may connect.</summary>
    public bool IsOpen => (Bind ?? (Environment.GetEnvironmentVariable("DOTNET_RUNNING_IN_CONTAINER") == "true" ? "any" : "localhost")) == "any";
}
