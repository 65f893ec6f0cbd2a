namespace VoiceAgent.Resources.Reading;

/// <summary>Gathers problems and knows which parts of the document cannot be relied on.</summary>
internal sealed class ProblemList
{
    private readonly List<ResourceProblem> _problems = [];
    private readonly List<string> _broken = [];

    public int Count => _problems.Count;

    /// <summary>Adds a problem that leaves a part of the resource without a value to rely on.</summary>
    public void Add(string path, string message, string? fix = null)
    {
        _problems.Add(new(path, message, fix));
        _broken.Add(path);
    }

    /// <summary>Adds a problem that does not keep the rest from being judged.</summary>
    public void Add(ResourceProblem problem) => _problems.Add(problem);

    /// <summary>Whether something at or below <paramref name="path"/>, or around it, is broken.</summary>
    public bool BlocksUnder(string path) =>
        _broken.Exists(broken => Contains(path, broken) || (broken.Length > 0 && Contains(broken, path)));

    public IReadOnlyList<ResourceProblem> ToList() => [.. _problems];

    private static bool Contains(string outer, string inner) =>
        inner.StartsWith(outer, StringComparison.Ordinal)
            && (inner.Length == outer.Length || outer.Length == 0 || inner[outer.Length] is '.' or '[');
}
