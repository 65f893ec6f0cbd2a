using System.Text.Json;
using VoiceAgent.Resources.Objects;
using VoiceAgent.Resources.Shapes;

namespace VoiceAgent.Resources.Reading;

/// <summary>How one kind is read.</summary>
internal sealed record ResourceKind(string Name, ObjectShape Shape, Action<CustomResource, ProblemList> CheckRules)
{
    // What the API server adds to metadata and nobody here reads.
    private static readonly string[] IgnoredMetadata = ["managedFields", "generateName", "selfLink", "deletionGracePeriodSeconds"];

    public static ResourceKind Of<TResource>(string name, IReadOnlyList<ResourceRule<TResource>> rules)
        where TResource : CustomResource =>
        new(name, ShapeOf.Object(typeof(TResource)), (resource, problems) => Check((TResource)resource, rules, problems));

    public CustomResource Read(JsonElement document, ProblemList problems)
    {
        var reader = new StructureReader(problems);
        var resource = (CustomResource)reader.Blank(Shape);
        reader.RefuseUnknown(document, "", [.. Shape.Fields.Select(field => field.Name), "kind"], []);
        foreach (var field in Shape.Fields)
        {
            var found = StructureReader.TryFind(document, field.Name, out var value);
            switch (field.Name)
            {
                case "apiVersion":
                    break;
                case "metadata":
                    reader.ReadField(resource, field, "", found ? value : null, IgnoredMetadata);
                    break;
                case "status":
                    // A later operator may write a status that this version does not know; it never makes a resource invalid.
                    new StructureReader(new ProblemList()).ReadField(resource, field, "", found ? value : null);
                    break;
                default:
                    reader.ReadField(resource, field, "", found ? value : null);
                    break;
            }
        }

        CheckRules(resource, problems);
        return resource;
    }

    private static void Check<TResource>(TResource resource, IReadOnlyList<ResourceRule<TResource>> rules, ProblemList problems)
    {
        // Decided before the first rule speaks: a rule is silenced by broken structure, never by another rule.
        var runnable = rules.Where(rule => !rule.Reads.Any(problems.BlocksUnder)).ToList();
        foreach (var problem in runnable.SelectMany(rule => rule.Check(resource)).ToList())
        {
            problems.Add(problem);
        }
    }
}

/// <summary>A rule over a resource whose structure is sound.</summary>
/// <param name="Reads">Paths of the parts that the rule looks at; it is not asked when the structure of one of them is broken.</param>
/// <param name="Check">Finds what is wrong.</param>
internal sealed record ResourceRule<TResource>(IReadOnlyList<string> Reads, Func<TResource, IEnumerable<ResourceProblem>> Check);
