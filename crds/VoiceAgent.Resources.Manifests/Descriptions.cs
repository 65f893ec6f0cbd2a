using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace VoiceAgent.Resources.Manifests;

/// <summary>Takes the descriptions of fields from the XML documentation of their properties.</summary>
internal static partial class Descriptions
{
    private static readonly Lazy<Dictionary<string, string>> Summaries = new(Load);

    public static string Of(Type type) => Find($"T:{type.FullName}");

    public static string Of(PropertyInfo property)
    {
        var declaring = property.DeclaringType!;
        var owner = declaring.IsGenericType ? declaring.GetGenericTypeDefinition() : declaring;
        return Find($"P:{owner.FullName!.Replace('+', '.')}.{property.Name}");
    }

    /// <summary>What each choice means, to follow the description of the field.</summary>
    public static string OfChoices(Type type) =>
        string.Concat(Enum.GetNames(type).Select(name => $" {name}: {Lower(Find($"F:{type.FullName}.{name}"))}"));

    private static string Find(string member) => Summaries.Value.TryGetValue(member, out var text)
        ? text
        : throw new InvalidOperationException($"{member} has no summary: what it says is shown by kubectl explain.");

    private static Dictionary<string, string> Load()
    {
        var assembly = typeof(Objects.VoiceAgentGroup).Assembly;
        var document = XDocument.Load(Path.ChangeExtension(assembly.Location, ".xml"));
        return document.Descendants("member").Where(member => member.Element("summary") is not null)
            .ToDictionary(member => member.Attribute("name")!.Value, member => Flatten(member.Element("summary")!));
    }

    private static string Flatten(XElement summary)
    {
        var words = string.Concat(summary.Nodes().Select(node => node switch
        {
            XText text => text.Value,
            XElement { Name.LocalName: "see" or "paramref" } reference => LastName(reference),
            XElement element => element.Value,
            _ => "",
        }));
        return Blank().Replace(words, " ").Trim();
    }

    private static string LastName(XElement reference)
    {
        var name = (reference.Attribute("cref") ?? reference.Attribute("name"))!.Value;
        return JsonNamingPolicy.CamelCase.ConvertName(name[(name.LastIndexOf('.') + 1)..]);
    }

    // "TCP." stays, "The caller's." becomes "the caller's.": a choice goes on after a colon.
    private static string Lower(string sentence) =>
        sentence.Length > 1 && char.IsLower(sentence[1]) && !sentence.StartsWith("I ", StringComparison.Ordinal)
        ? char.ToLowerInvariant(sentence[0]) + sentence[1..]
        : sentence;

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blank();
}
