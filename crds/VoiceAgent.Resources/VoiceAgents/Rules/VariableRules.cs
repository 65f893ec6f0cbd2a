using System.Globalization;
using VoiceAgent.Resources.Objects;
using VoiceAgent.Resources.Reading;
using VoiceAgent.Resources.VoiceAgents.Flows;
using VoiceAgent.Resources.VoiceAgents.Flows.Expressions;

namespace VoiceAgent.Resources.VoiceAgents.Rules;

/// <summary>Variables that are named exist, and have values of their type.</summary>
internal static class VariableRules
{
    public static IEnumerable<ResourceProblem> CheckDefinitions(VoiceAgentResource agent) =>
        agent.Spec.Variables.SelectMany((variable, i) => CheckDefinition(variable, $"spec.variables[{i}]"));

    public static IEnumerable<ResourceProblem> CheckExpressions(VoiceAgentResource agent)
    {
        var known = KnownInFlow(agent.Spec);
        return (agent.Spec.Flow?.Nodes ?? []).SelectMany((node, i) =>
            node.Edges.SelectMany((edge, j) => CheckExpression(edge.Expression, $"spec.flow.nodes[{i}].edges[{j}].expression", known)));
    }

    public static IEnumerable<ResourceProblem> CheckTemplates(VoiceAgentResource agent)
    {
        var spec = agent.Spec;
        var before = KnownBefore(spec);
        var during = KnownInFlow(spec);
        var atStart = (spec.Greeting?.Translations ?? []).Select((text, i) => ($"spec.greeting.translations[{i}].text", (string?)text.Text))
            .Prepend(("spec.greeting.text", spec.Greeting?.Text));
        var later = (spec.Flow?.Nodes ?? []).SelectMany((node, i) => FlowTexts(node, $"spec.flow.nodes[{i}]"))
            .Prepend(("spec.prompt.inline", spec.Prompt.Inline));
        return atStart.SelectMany(text => Named(Template.Variables(text.Item2), text.Item1, before))
            .Concat(later.SelectMany(text => Named(Template.Variables(text.Item2), text.Item1, during)));
    }

    private static IEnumerable<(string Path, string? Text)> FlowTexts(FlowNode node, string path) =>
    [
        ($"{path}.conversation.prompt", node.Conversation?.Prompt),
        ($"{path}.say.text", node.Say?.Text),
        ($"{path}.collect.question", node.Collect?.Question),
        ($"{path}.transfer.text", node.Transfer?.Text),
        ($"{path}.handoff.text", node.Handoff?.Text),
        ($"{path}.end.text", node.End?.Text),
        .. (node.Tool?.Arguments ?? ReadOnlyDictionary<string, string>.Empty)
            .Select(argument => ($"{path}.tool.arguments.{argument.Key}", (string?)argument.Value)),
    ];

    private static IEnumerable<ResourceProblem> CheckExpression(string? text, string path, IReadOnlyList<string> known)
    {
        if (text is null)
        {
            return [];
        }

        return ExpressionParser.TryParse(text, out var expression, out var problem)
            ? Named(expression!.Variables.Distinct(), path, known)
            : [new(path, $"is not a condition: {problem}", "such as age >= 18 and insurer != \"\"")];
    }

    private static IEnumerable<ResourceProblem> Named(IEnumerable<string> names, string path, IReadOnlyList<string> known) =>
        names.Where(name => !known.Contains(name))
            .Select(name =>
                new ResourceProblem(path, $"there is no variable {name}", Suggestion.For(name, known) ?? "define it in spec.variables"));

    private static List<string> KnownBefore(VoiceAgentSpec spec) =>
        [.. spec.Variables.Select(variable => variable.Name), .. VariableDefinition.BuiltIn];

    private static List<string> KnownInFlow(VoiceAgentSpec spec) =>
    [
        .. KnownBefore(spec),
        .. (spec.Flow?.Nodes ?? []).SelectMany(node => new[] { node.Collect?.Variable, node.Tool?.ResultVariable }.OfType<string>()
            .Concat(node.Extract.Select(variable => variable.Name))),
    ];

    private static IEnumerable<ResourceProblem> CheckDefinition(VariableDefinition variable, string path)
    {
        if (VariableDefinition.BuiltIn.Contains(variable.Name))
        {
            yield return new($"{path}.name", $"{variable.Name} is known to every call already", "choose another name");
        }

        if (variable.Default is { } value && !Fits(value, variable.Type))
        {
            yield return new($"{path}.default", $"does not fit type {variable.Type}");
        }
    }

    private static bool Fits(string value, FieldType type) => type switch
    {
        FieldType.Number => decimal.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out _),
        FieldType.YesNo => value is "yes" or "no",
        FieldType.Date => DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        FieldType.Time => TimeOnly.TryParseExact(value, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        FieldType.Phone => PatternMatcher.IsMatch(Constraints.Patterns.PhoneNumber, value),
        FieldType.Digits => value.All(char.IsAsciiDigit),
        FieldType.Email => value.Contains('@'),
        FieldType.Text or FieldType.Choice or _ => true,
    };
}
