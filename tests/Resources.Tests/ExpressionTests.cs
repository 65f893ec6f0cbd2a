using VoiceAgent.Resources.VoiceAgents;
using VoiceAgent.Resources.VoiceAgents.Flows.Expressions;
using Xunit;

namespace VoiceAgent.Resources.Tests;

public sealed class ExpressionTests
{
    private static readonly Dictionary<string, string> Known = new()
    {
        ["age"] = "18",
        ["insurer"] = "Aetna",
        ["insured"] = "no",
        ["day"] = "Monday",
        ["price"] = "9.50",
    };

    [Theory]
    [InlineData("age >= 18", true)]
    [InlineData("age > 18", false)]
    [InlineData("age == 18.0", true)]
    [InlineData("age < 9", false)]
    [InlineData("price <= 10", true)]
    [InlineData("insurer == 'aetna'", true)]
    [InlineData("insurer != \"Aetna\"", false)]
    [InlineData("day contains 'mon'", true)]
    [InlineData("insured", false)]
    [InlineData("not insured", true)]
    [InlineData("missing", false)]
    [InlineData("missing == ''", true)]
    [InlineData("insurer", true)]
    [InlineData("age >= 18 and insurer == 'Cigna' or day == 'Monday'", true)]
    [InlineData("age >= 18 and (insurer == 'Cigna' or day == 'Friday')", false)]
    [InlineData("!(age > 18) && day == 'Monday'", true)]
    [InlineData("age > 20 || age > 10", true)]
    public void A_condition_holds_or_not(string text, bool expected)
    {
        Assert.True(ExpressionParser.TryParse(text, out var expression, out var problem), problem);
        Assert.Equal(expected, expression!.Holds(name => Known.GetValueOrDefault(name)));
    }

    [Theory]
    [InlineData("", "a variable, a number or a quoted text is missing at character 1")]
    [InlineData("age >", "a variable, a number or a quoted text is missing at character 6")]
    [InlineData("age = 18", "write == to compare at character 5")]
    [InlineData("age >= 18)", "and, or, or a comparison is missing at character 10")]
    [InlineData("(age >= 18", "a closing parenthesis is missing at character 11")]
    [InlineData("insurer == 'Aetna", "a quotation mark is not closed at character 12")]
    [InlineData("age; drop", "; is not understood at character 4")]
    public void What_is_not_a_condition_is_told_where(string text, string expected)
    {
        Assert.False(ExpressionParser.TryParse(text, out _, out var problem));
        Assert.Equal(expected, problem);
    }

    [Fact]
    public void Endless_nesting_is_refused()
    {
        Assert.False(ExpressionParser.TryParse(new string('(', 100_000), out _, out var problem));
        Assert.Contains("nested too deeply", problem, StringComparison.Ordinal);
        Assert.False(ExpressionParser.TryParse(string.Concat(Enumerable.Repeat("not ", 100_000)), out _, out _));
    }

    [Fact]
    public void Variables_are_found_and_filled_in()
    {
        const string text = "Hello {{ name }}, {{day}} at {{time}}, {{name}}. {not} {{}} {{1x}}";

        Assert.Equal(["name", "day", "time"], Template.Variables(text));
        Assert.Equal("Hello Ann, Monday at , Ann. {not} {{}} {{1x}}",
            Template.Render(text, name => name switch { "name" => "Ann", "day" => "Monday", _ => null }));
    }
}
