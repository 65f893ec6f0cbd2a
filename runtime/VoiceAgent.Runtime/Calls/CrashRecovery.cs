using VoiceAgent.Runtime.Calls.Journal;
using VoiceAgent.Runtime.Calls.Recording;

namespace VoiceAgent.Runtime.Calls;

/// <summary>Puts in order what a process left that died with calls under way: first the records, then the recordings they name.</summary>
internal sealed class CrashRecovery(UnfinishedCalls calls, RecordingRecovery recordings)
{
    /// <summary>Treats every open call that nobody saw alive since <paramref name="notSeenSince"/>.</summary>
    public async Task RunAsync(DateTimeOffset notSeenSince, CancellationToken cancellationToken)
    {
        await calls.CloseAsync(notSeenSince, cancellationToken);
        await recordings.RepairAsync(notSeenSince, cancellationToken);
    }
}
