using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace VoiceAgent.Runtime.Catalog.Files;

// Inside the namespace: a referenced package has a namespace of this name.
using Scalar = YamlDotNet.Core.Events.Scalar;

/// <summary>
/// Reads YAML as JSON and remembers the line of every field. Reads the parser's events one by one, because depth and size must be bounded
/// before a tree is built: a few lines of nested brackets or of aliases upon aliases otherwise take the process down.
/// </summary>
internal sealed class YamlReader
{
    private const int MaxDepth = 48;
    private const int MaxNodes = 100_000;

    private readonly Parser _events;
    private readonly Dictionary<string, JsonNode?> _anchors = new(StringComparer.Ordinal);
    private Dictionary<string, int> _lines = new(StringComparer.Ordinal);
    private int _nodes;

    private YamlReader(string text) => _events = new Parser(new StringReader(text));

    /// <summary>All documents of a text.</summary>
    /// <exception cref="YamlSyntaxException">It is not YAML, or more of it than a resource can be.</exception>
    public static IReadOnlyList<YamlDocument> Read(string text)
    {
        try
        {
            return [.. new YamlReader(text).Documents()];
        }
        catch (YamlException exception)
        {
            throw new YamlSyntaxException((int)exception.Start.Line, Plain(exception));
        }
    }

    private IEnumerable<YamlDocument> Documents()
    {
        _events.Consume<StreamStart>();
        while (_events.Accept<DocumentStart>(out var start))
        {
            _events.MoveNext();
            _anchors.Clear();
            _lines = new Dictionary<string, int>(StringComparer.Ordinal);
            var line = _events.Current is { } first ? Line(first) : Line(start);
            var root = Node("", 0);
            _events.Consume<DocumentEnd>();
            yield return new YamlDocument(root, line, _lines);
        }
    }

    private JsonNode? Node(string path, int depth)
    {
        var happened = _events.Current!;
        if (depth > MaxDepth || ++_nodes > MaxNodes)
        {
            throw new YamlSyntaxException(Line(happened), depth > MaxDepth ? $"nests deeper than {MaxDepth} levels" : $"holds more than {MaxNodes} values");
        }

        if (path.Length > 0)
        {
            _lines.TryAdd(path, Line(happened));
        }

        var node = happened switch
        {
            AnchorAlias alias => Alias(alias),
            Scalar => YamlScalars.ToJson(_events.Consume<Scalar>()),
            SequenceStart => Sequence(path, depth),
            MappingStart => Mapping(path, depth),
            _ => throw new YamlSyntaxException(Line(happened), "is not a value"),
        };
        if (happened is NodeEvent { Anchor.IsEmpty: false } named)
        {
            _anchors[named.Anchor.Value] = node;
        }

        return node;
    }

    private JsonNode? Alias(AnchorAlias alias)
    {
        _events.MoveNext();
        if (!_anchors.TryGetValue(alias.Value.Value, out var node))
        {
            throw new YamlSyntaxException(Line(alias), $"there is no anchor {alias.Value.Value} above");
        }

        _nodes += Count(node);
        return node?.DeepClone();
    }

    private JsonArray Sequence(string path, int depth)
    {
        _events.Consume<SequenceStart>();
        var items = new JsonArray();
        while (!_events.TryConsume<SequenceEnd>(out _))
        {
            items.Add(Node($"{path}[{items.Count}]", depth + 1));
        }

        return items;
    }

    private JsonObject Mapping(string path, int depth)
    {
        _events.Consume<MappingStart>();
        var fields = new JsonObject();
        var merged = new List<JsonNode?>();
        while (!_events.TryConsume<MappingEnd>(out _))
        {
            if (_events.Current is not Scalar)
            {
                throw new YamlSyntaxException(Line(_events.Current!), "a field's name must be a word");
            }

            var name = _events.Consume<Scalar>();
            var inner = path.Length == 0 ? name.Value : $"{path}.{name.Value}";
            _lines.TryAdd(inner, Line(name));
            if (name is { Value: "<<", Style: ScalarStyle.Plain })
            {
                merged.Add(Node(inner, depth + 1));
            }
            else if (fields.ContainsKey(name.Value))
            {
                throw new YamlSyntaxException(Line(name), $"the field {name.Value} is there twice");
            }
            else
            {
                fields.Add(name.Value, Node(inner, depth + 1));
            }
        }

        merged.ForEach(from => Merge(from, fields));
        return fields;
    }

    /// <summary>The merge key: fields of another mapping, unless they are given here.</summary>
    private static void Merge(JsonNode? from, JsonObject into)
    {
        foreach (var source in from is JsonArray several ? several.OfType<JsonObject>() : [.. new[] { from }.OfType<JsonObject>()])
        {
            foreach (var (name, value) in source)
            {
                into.TryAdd(name, value?.DeepClone());
            }
        }
    }

    private static int Count(JsonNode? node) => node switch
    {
        JsonObject fields => 1 + fields.Sum(field => Count(field.Value)),
        JsonArray items => 1 + items.Sum(Count),
        _ => 1,
    };

    private static int Line(ParsingEvent happened) => (int)happened.Start.Line;

    // YamlDotNet's own text begins with the position, which is given beside it.
    private static string Plain(YamlException exception)
    {
        var text = exception.Message;
        var end = text.StartsWith("(Line:", StringComparison.Ordinal) ? text.LastIndexOf("): ", StringComparison.Ordinal) : -1;
        return $"is not valid YAML: {(end < 0 ? text : text[(end + 3)..])}";
    }
}
