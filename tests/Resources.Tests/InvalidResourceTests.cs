using VoiceAgent.Resources.Reading;
using VoiceAgent.Resources.Tests.StandIn;
using VoiceAgent.Resources.Tests.Support;
using Xunit;

namespace VoiceAgent.Resources.Tests;

public sealed class InvalidResourceTests
{
    private static readonly IReadOnlyList<InvalidCase> All =
        [.. InvalidCase.In("tenant.yaml"), .. InvalidCase.In("voiceagent.yaml"), .. InvalidCase.In("knowledgebase.yaml")];

    public static TheoryData<InvalidCase> Cases => [.. All];

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_reader_names_the_field_and_what_is_wrong(InvalidCase invalid)
    {
        var reading = ResourceReader.Read(invalid.Resource());

        Assert.Null(reading.Resource);
        Assert.True(
            reading.Problems.Any(problem =>
                problem.Path == invalid.Path && problem.ToString().Contains(invalid.Message, StringComparison.Ordinal)),
            $"expected {invalid.Path}: {invalid.Message}\nfound:\n{string.Join('\n', reading.Problems)}");
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void One_mistake_is_reported_once(InvalidCase invalid)
    {
        var reading = ResourceReader.Read(invalid.Resource());

        Assert.True(reading.Problems.Count == 1, string.Join('\n', reading.Problems));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_table_says_rightly_what_the_API_server_refuses_by_itself(InvalidCase invalid)
    {
        // Group and kind are judged by the address of a request, before any schema.
        if (invalid.Path is "apiVersion" or "kind")
        {
            return;
        }

        var errors = ApiServer.Refuse(invalid.Resource());

        Assert.True(errors.Count > 0 == invalid.IsRefusedByServer,
            $"expected {invalid.IsRefusedByServer}, errors:\n{string.Join('\n', errors)}");
    }

    [Fact]
    public void The_table_is_long_enough_to_mean_something()
    {
        Assert.True(All.Count >= 60, $"{All.Count}");
        Assert.True(All.Count(invalid => invalid.IsRefusedByServer) >= 60, $"{All.Count(invalid => invalid.IsRefusedByServer)}");
        Assert.Equal(All.Count, All.Select(invalid => invalid.ToString()).Distinct().Count());
    }

    [Fact]
    public void All_mistakes_are_reported_at_once()
    {
        var everything = Repository.Complete("voiceagent.yaml");
        MergePatch.Apply(everything, Yaml.Parse("""
            spec:
              languages: [English]
              turnTaking: {tentativePauseMilliseconds: 700}
              tools[0]: {http: {method: GET}}
              flow: {start: nowhere}
              schedule: {timeZone: Europe/Nowhere}
              colour: blue
            """));

        var paths = ResourceReader.Read(everything).Problems.Select(problem => problem.Path).ToHashSet();

        Assert.Superset(
            new HashSet<string> { "spec.languages[0]", "spec.turnTaking.tentativePauseMilliseconds", "spec.tools[0].http.method",
                "spec.flow.start", "spec.schedule.timeZone", "spec.colour" },
            paths);
    }

    [Fact]
    public void A_value_that_is_left_empty_is_asked_for()
    {
        var agent = Repository.Sample("reception.yaml");
        agent["spec"]!["greeting"] = null;
        agent["spec"]!["limits"]!["maxCallSeconds"] = null;

        var problem = Assert.Single(ResourceReader.Read(agent).Problems);

        Assert.Equal(new("spec.greeting", "must not be empty", "give a value or remove the line"), problem);
    }

    [Fact]
    public void A_key_that_is_given_twice_is_reported()
    {
        using var document = System.Text.Json.JsonDocument.Parse("""
            {"apiVersion": "voiceagent.dev/v1alpha1", "kind": "Tenant", "metadata": {"name": "a"},
                "spec": {"plan": "a", "plan": "b", "plam": "c"}}
            """);

        var problems = ResourceReader.Read(document.RootElement).Problems;

        Assert.Contains(new("spec.plan", "is given twice", "keep one"), problems);
        Assert.Contains(problems, problem => problem is { Path: "spec.plam", Fix: "did you mean plan?" });
    }
}
