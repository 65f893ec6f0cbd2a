using System.Globalization;
using System.Text;
using Prometheus;

namespace VoiceAgent.Kubernetes.Tests.Bench;

/// <summary>Reads metrics the way Prometheus does: as text.</summary>
internal static class Scrape
{
    internal static async Task<string> CollectAsync(CollectorRegistry registry)
    {
        using var stream = new MemoryStream();
        await registry.CollectAndExportAsTextAsync(stream);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    internal static double Value(CollectorRegistry registry, string name, params string[] labels) =>
        Find(registry, name, labels) ?? throw new InvalidOperationException($"There is no series {name}{{{string.Join(',', labels)}}}.");

    /// <summary>The first series of a name that carries all the given label pairs.</summary>
    internal static double? Find(CollectorRegistry registry, string name, params string[] labels)
    {
        var wanted = labels.Chunk(2).Select(pair => $"{pair[0]}=\"{pair[1]}\"").ToList();
        foreach (var line in CollectAsync(registry).GetAwaiter().GetResult().Split('\n'))
        {
            var isSeries = line.StartsWith(name + "{", StringComparison.Ordinal) || line.StartsWith(name + " ", StringComparison.Ordinal);
            if (isSeries && wanted.All(line.Contains))
            {
                return double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture);
            }
        }

        return null;
    }
}
