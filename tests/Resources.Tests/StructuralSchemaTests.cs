using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using VoiceAgent.Resources.Constraints;
using VoiceAgent.Resources.Manifests;
using VoiceAgent.Resources.Tests.StandIn;
using Xunit;

namespace VoiceAgent.Resources.Tests;

/// <summary>What an API server asks of a CustomResourceDefinition, recomputed over the manifests.</summary>
public sealed class StructuralSchemaTests
{
    private static readonly string[] Forbidden = ["$ref", "anyOf", "oneOf", "allOf", "not", "nullable", "uniqueItems", "definitions",
        "patternProperties", "dependencies"];

    public static TheoryData<string> Kinds => ["Tenant", "VoiceAgent", "KnowledgeBase"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_value_has_one_type_and_nothing_that_structural_schemas_forbid(string kind)
    {
        Assert.All(SchemaWalk.Of(kind), place =>
        {
            var schema = place.Schema;
            Assert.DoesNotContain(schema, pair => Forbidden.Contains(pair.Key));
            Assert.Contains(schema["type"]!.GetValue<string>(), new[] { "object", "array", "string", "integer", "boolean" });
            Assert.False(schema.ContainsKey("properties") && schema.ContainsKey("additionalProperties"), place.Path);
            Assert.True(place.Path is "" or "apiVersion" or "kind" or "metadata" || place.IsItem || schema.ContainsKey("description"),
                $"{place.Path} has no description");
        });
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_object_has_fields_and_unknown_ones_are_kept_in_tool_parameters_alone(string kind)
    {
        var free = SchemaWalk.Of(kind).Where(place => place.Schema.ContainsKey("x-kubernetes-preserve-unknown-fields"))
            .Select(place => place.Path);
        var empty = SchemaWalk.Of(kind).Where(place => place.Type == "object" && place.Path != "metadata")
            .Where(place =>
                !place.Schema.ContainsKey("properties") && !place.Schema.ContainsKey("additionalProperties")
                && !place.Schema.ContainsKey("x-kubernetes-preserve-unknown-fields"));

        Assert.Equal(kind == "VoiceAgent" ? ["spec.tools[].parameters"] : [], free);
        Assert.Empty(empty);
        Assert.All(SchemaWalk.Of(kind), place =>
            Assert.All(place.Schema["required"] as JsonArray ?? [], name =>
            Assert.NotNull(place.Schema["properties"]![name!.GetValue<string>()])));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Everything_is_bounded(string kind)
    {
        Assert.All(SchemaWalk.Of(kind).Where(place => place.Path is not ("" or "apiVersion" or "kind" or "metadata")), place =>
        {
            var schema = place.Schema;
            var isBounded = place.Type switch
            {
                "string" => schema.ContainsKey("maxLength") || schema.ContainsKey("enum") || schema.ContainsKey("format"),
                "integer" => schema.ContainsKey("minimum") && schema.ContainsKey("maximum")
                    && schema["format"]!.GetValue<string>() is "int32" or "int64",
                "array" => schema.ContainsKey("maxItems") && schema.ContainsKey("items"),
                "object" => schema.ContainsKey("properties") || schema.ContainsKey("maxProperties"),
                _ => false,
            };
            Assert.True(isBounded, place.Path);
        });
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_list_says_how_its_items_are_told_apart(string kind)
    {
        Assert.All(SchemaWalk.Of(kind).Where(place => place.Type == "array"), place =>
        {
            var items = place.Schema["items"]!.AsObject();
            var keys = (place.Schema["x-kubernetes-list-map-keys"] as JsonArray ?? []).Select(key => key!.GetValue<string>()).ToList();
            var required = (items["required"] as JsonArray ?? []).Select(name => name!.GetValue<string>());
            var isSound = place.Schema["x-kubernetes-list-type"]?.GetValue<string>() switch
            {
                "set" => items["type"]!.GetValue<string>() is "string" or "integer",
                "map" => keys.Count > 0
                    && keys.TrueForAll(key => required.Contains(key) && items["properties"]![key]!["type"]!.GetValue<string>() == "string"),
                "atomic" => keys.Count == 0,
                _ => false,
            };
            Assert.True(isSound, place.Path);
        });
        var conditions = ApiServer.Schema(kind)["properties"]!["status"]!["properties"]!["conditions"]!;
        Assert.Equal("map", conditions["x-kubernetes-list-type"]!.GetValue<string>());
        Assert.Equal("type", conditions["x-kubernetes-list-map-keys"]![0]!.GetValue<string>());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Defaults_fit_their_own_schema_and_stand_below_no_list(string kind)
    {
        Assert.All(SchemaWalk.Of(kind).Where(place => place.Schema.ContainsKey("default")), place =>
        {
            Assert.DoesNotContain("[]", place.Path, StringComparison.Ordinal);
            Assert.StartsWith("spec.", place.Path, StringComparison.Ordinal);
            var value = place.Schema["default"]!.DeepClone();
            SchemaDefaults.Fill(value, place.Schema);
            Assert.Empty(SchemaCheck.Errors(value, place.Schema, place.Path));
            Assert.Empty(RuleCheck.Errors(value, old: null, place.Schema, place.Path));
        });
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_rule_is_CEL_without_loops_over_fields_that_exist(string kind)
    {
        Assert.All(SchemaWalk.Of(kind), place => Assert.All(place.Rules, rule =>
        {
            var parsed = Cel.Parse(rule["rule"]!.GetValue<string>());
            Assert.Empty(CelCost.UnknownFields(parsed, place.Schema, isRoot: place.Path.Length == 0));
            Assert.InRange(rule["message"]!.GetValue<string>().Length, 1, 2048);
            Assert.DoesNotContain('\n', rule["message"]!.GetValue<string>());
            if (rule["fieldPath"] is { } fieldPath)
            {
                Assert.NotNull(place.Schema["properties"]![fieldPath.GetValue<string>()[1..]]);
            }
        }));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Transition_rules_stand_where_an_old_value_can_be_found(string kind)
    {
        var inLists = SchemaWalk.Of(kind).Where(place => place.Path.Contains("[]", StringComparison.Ordinal))
            .SelectMany(place => place.Rules);

        Assert.DoesNotContain(inLists, rule => rule["rule"]!.GetValue<string>().Contains("oldSelf", StringComparison.Ordinal));
    }

    // The API server adds up the worst case of every rule: 10 million units for one rule, 100 million for a definition
    // (StaticEstimatedCostLimit and StaticEstimatedCRDCostLimit in k8s.io/apiextensions-apiserver).
    [Theory]
    [MemberData(nameof(Kinds))]
    public void Rules_stay_far_below_what_an_API_server_lets_them_cost(string kind)
    {
        var costs = SchemaWalk.Of(kind)
            .SelectMany(place =>
            place.Rules.Select(rule => CelCost.Of(Cel.Parse(rule["rule"]!.GetValue<string>()), place.Schema) * place.Cardinality)).ToList();

        Assert.InRange(costs.Max(), 1, 1_000_000);
        Assert.InRange(costs.Sum(), 1, 10_000_000);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_manifest_stays_small_enough_for_every_way_to_apply_it(string kind)
    {
        var manifest = Manifest.Definitions().Single(file => file.Text.Contains($"    kind: {kind}\n", StringComparison.Ordinal));

        Assert.InRange(Encoding.UTF8.GetByteCount(manifest.Text), 1, 200_000);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Columns_and_scale_show_fields_that_exist(string kind)
    {
        var manifest = Manifest.Kinds.Single(candidate => candidate.Kind == kind);
        var paths = manifest.Columns.Select(column => column.Path)
            .Concat(manifest.Scale is { } scale ? [scale.Spec, scale.Status, scale.Selector] : []);
        var known = SchemaWalk.Of(kind).Select(place => "." + place.Path).Append(".metadata.creationTimestamp").ToHashSet();

        Assert.All(paths, path => Assert.Contains(Regex.Replace(path, @"\[\?.*?\]", "[]"), known));
        Assert.Contains(manifest.Columns, column => column.Name == "Ready");
    }

    [Fact]
    public void Patterns_mean_the_same_to_the_API_server_and_to_us()
    {
        // RE2 and .NET differ in look-around, back references, \d (all digits of the world in .NET), and in $ before a line break.
        Assert.All(Patterns.All, pattern =>
        {
            Assert.StartsWith("^", pattern, StringComparison.Ordinal);
            Assert.EndsWith("$", pattern, StringComparison.Ordinal);
            Assert.DoesNotMatch(@"\\[dwbDWB1-9pP]|\(\?", pattern);
            Assert.DoesNotContain(pattern, Patterns.Describe(pattern), StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Every_default_is_shown_or_told()
    {
        var text = Manifest.All().Single(file => file.FileName == "voiceagents.yaml").Text;

        Assert.Contains("Milliseconds after which the call of the tool has failed. Default: 10000.", text, StringComparison.Ordinal);
        Assert.Matches("resumeAfterMilliseconds:\n(.*\n){5}.*default: 1200\n", text);
    }
}
