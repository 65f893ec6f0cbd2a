using VoiceAgent.Conversation.Dialogue;

namespace VoiceAgent.Runtime.Calls.Setup;

/// <summary>Several knowledge bases as one. Scores of different indexes cannot be compared, so their rankings take turns: the best of each first.</summary>
internal sealed class SeveralKnowledges(IReadOnlyList<IKnowledge> all) : IKnowledge
{
    /// <summary>The simplest form of any number of knowledge bases.</summary>
    public static IKnowledge Of(IReadOnlyList<IKnowledge> all) => all.Count switch
    {
        0 => NoKnowledge.Instance,
        1 => all[0],
        _ => new SeveralKnowledges(all),
    };

    public async ValueTask<IReadOnlyList<Passage>> SearchAsync(string question, CancellationToken cancellationToken)
    {
        var found = new List<IReadOnlyList<Passage>>(all.Count);
        foreach (var knowledge in all)
        {
            found.Add(await knowledge.SearchAsync(question, cancellationToken));
        }

        var most = found.Max(passages => passages.Count);
        return [.. Enumerable.Range(0, most).SelectMany(rank => found.Where(passages => rank < passages.Count).Select(passages => passages[rank])).Take(most)];
    }
}
