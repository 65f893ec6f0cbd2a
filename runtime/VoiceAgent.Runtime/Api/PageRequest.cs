using Microsoft.AspNetCore.Http.HttpResults;

namespace VoiceAgent.Runtime.Api;

/// <summary><c>limit</c> and <c>cursor</c> of a list.</summary>
internal sealed record PageRequest(int? Limit, string? Cursor)
{
    /// <summary>How many rows to show.</summary>
    public int Size => Limit ?? Cursors.DefaultLimit;

    /// <summary>Where to go on; null from the start.</summary>
    /// <returns>What is wrong with the request, or null.</returns>
    public ProblemHttpResult? Read(Cursors cursors, string tenant, string list, out string? position)
    {
        position = null;
        if (Limit is < 1 or > Cursors.MostLimit)
        {
            return Problems.Invalid("limit", $"Ask for 1 to {Cursors.MostLimit} items.");
        }

        if (Cursor is null)
        {
            return null;
        }

        if (!cursors.TryRead(tenant, list, Cursor, out var read))
        {
            return Problems.Invalid("cursor", "Give back the nextCursor of this list as it was, or none to start over.");
        }

        position = read;
        return null;
    }

    /// <summary>Cuts one row more than the page holds into the page and its cursor.</summary>
    public Page<TItem> Cut<TRow, TItem>(Cursors cursors, string tenant, string list, List<TRow> rows, Func<TRow, TItem> show, Func<TRow, string> position) => new(
        [.. rows.Take(Size).Select(show)],
        rows.Count > Size ? cursors.Write(tenant, list, position(rows[Size - 1])) : null);
}
