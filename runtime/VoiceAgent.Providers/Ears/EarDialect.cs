using VoiceAgent.Providers.Wire;

namespace VoiceAgent.Providers.Ears;

/// <summary>
/// What tells one vendor's transcription socket from another's. One instance serves one connection, and one utterance at a time:
/// <see cref="Begin"/>, <see cref="Audio"/> any number of times, <see cref="End"/>, while <see cref="Read"/> is given what the vendor says.
/// </summary>
internal abstract class EarDialect
{
    /// <summary>Where the socket is.</summary>
    public abstract Uri Address { get; }

    /// <summary>How long a socket that hears nothing stays open without a word from us; null when it does not matter.</summary>
    public virtual TimeSpan? KeepAliveEvery => null;

    /// <summary>How long after its end an utterance is taken as <see cref="Settled"/> when the vendor says no more; null when its final is certain.</summary>
    public virtual TimeSpan? SettlesAfter => null;

    /// <summary>What is said once the socket stands, and waited for before the first utterance.</summary>
    public virtual Task GreetAsync(VendorSocket socket, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>An utterance begins.</summary>
    public abstract void Begin();

    /// <summary>A message with these 16 kHz samples.</summary>
    public abstract SocketMessage Audio(ReadOnlySpan<short> samples);

    /// <summary>The messages that ask for the final transcript.</summary>
    /// <param name="samples">How many were sent.</param>
    public abstract IEnumerable<SocketMessage> End(int samples);

    /// <summary>Understands a message. The vendor's complaints come out as exceptions.</summary>
    public abstract Heard Read(SocketMessage message);

    /// <summary>What is known when the vendor says no more; null when it never said anything, and is to be waited for.</summary>
    public virtual Transcript? Settled() => null;

    /// <summary>Keeps the socket open.</summary>
    public virtual SocketMessage KeepAlive() => default;

    /// <summary>The last message of a call; null when there is none.</summary>
    public virtual SocketMessage? Farewell => null;
}

/// <summary>What a message of the vendor says about the utterance under way.</summary>
/// <param name="Guess">The whole utterance so far; null when the message is about something else.</param>
/// <param name="Final">The last word on it.</param>
internal readonly record struct Heard(string? Guess = null, Transcript? Final = null)
{
    /// <summary>The provider's own belief that the speaker has finished.</summary>
    public double? EndOfTurn { get; init; }
}
