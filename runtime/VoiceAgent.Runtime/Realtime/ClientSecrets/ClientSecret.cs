using VoiceAgent.Runtime.Realtime.Handshake;
using VoiceAgent.Runtime.Realtime.Session;

namespace VoiceAgent.Runtime.Realtime.ClientSecrets;

/// <summary>What a client secret opens. It can open several sessions until it expires; a session that runs outlives it.</summary>
/// <param name="Caller">Who made it.</param>
/// <param name="Agent">The one agent that it reaches.</param>
/// <param name="Origins">The web origins that it works from; empty for any.</param>
/// <param name="Settings">What a session begins with.</param>
/// <param name="ExpiresAt">From then on it opens nothing.</param>
internal sealed record ClientSecret(
    RealtimeCaller Caller,
    string Agent,
    IReadOnlyCollection<string> Origins,
    SessionSettings Settings,
    DateTimeOffset ExpiresAt);
