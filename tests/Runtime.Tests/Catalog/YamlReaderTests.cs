using VoiceAgent.Runtime.Catalog.Files;
using Xunit;

namespace VoiceAgent.Runtime.Tests.Catalog;

public sealed class YamlReaderTests
{
    [Fact]
    public void Every_field_knows_its_line()
    {
        var document = Assert.Single(YamlReader.Read("""
            # a comment
            spec:
              tools:
                - name: one
                - name: two
                  http: {url: "https://x",
                    method: GET}
              prompt: |
                several
                lines
              last: 1
            """));

        Assert.Equal(2, document.Line);
        Assert.Equal(2, document.LineOf("spec"));
        Assert.Equal(4, document.LineOf("spec.tools[0].name"));
        Assert.Equal(5, document.LineOf("spec.tools[1]"));
        Assert.Equal(6, document.LineOf("spec.tools[1].http.url"));
        Assert.Equal(7, document.LineOf("spec.tools[1].http.method"));
        Assert.Equal(8, document.LineOf("spec.prompt"));
        Assert.Equal(11, document.LineOf("spec.last"));
        Assert.Equal(5, document.LineOf("spec.tools[1].description"));
        Assert.Equal(2, document.LineOf("status.absent"));
    }

    [Theory]
    [InlineData("a: text", """{"a":"text"}""")]
    [InlineData("a: \"12\"", """{"a":"12"}""")]
    [InlineData("a: '0.3'", """{"a":"0.3"}""")]
    [InlineData("a: 12", """{"a":12}""")]
    [InlineData("a: -12", """{"a":-12}""")]
    [InlineData("a: 010", """{"a":8}""")]
    [InlineData("a: 0o10", """{"a":8}""")]
    [InlineData("a: 0x1F", """{"a":31}""")]
    [InlineData("a: 1_000", """{"a":1000}""")]
    [InlineData("a: 0.5", """{"a":0.5}""")]
    [InlineData("a: 1e3", """{"a":1000}""")]
    [InlineData("a: 09", """{"a":9}""")]
    [InlineData("a: yes", """{"a":true}""")]
    [InlineData("a: Off", """{"a":false}""")]
    [InlineData("a: 'yes'", """{"a":"yes"}""")]
    [InlineData("a: ~", """{"a":null}""")]
    [InlineData("a:", """{"a":null}""")]
    [InlineData("a: 2026-11-02", """{"a":"2026-11-02"}""")]
    [InlineData("a: 12:30", """{"a":"12:30"}""")]
    [InlineData("a: 1.2.3", """{"a":"1.2.3"}""")]
    [InlineData("a:\n-", """{"a":[null]}""")]
    [InlineData("a: !!str 12", """{"a":"12"}""")]
    [InlineData("a: [1, two, {b: c}]", """{"a":[1,"two",{"b":"c"}]}""")]
    [InlineData("a: >-\n  one\n  two\n", """{"a":"one two"}""")]
    [InlineData("a: 99999999999999999999", """{"a":1E+20}""")]
    public void A_word_means_what_it_means_to_kubectl(string yaml, string json)
    {
        Assert.Equal(json, Assert.Single(YamlReader.Read(yaml)).Root!.ToJsonString());
    }

    [Fact]
    public void A_file_may_hold_many_documents_and_empty_ones()
    {
        var documents = YamlReader.Read("a: 1\n---\n# nothing\n---\nb: 2\n");

        Assert.Equal(3, documents.Count);
        Assert.Null(documents[1].Root);
        Assert.Equal((1, 5), (documents[0].Line, documents[2].Line));
        Assert.Equal(5, documents[2].LineOf("b"));
    }

    [Fact]
    public void An_empty_file_holds_no_document() => Assert.Empty(YamlReader.Read("# only a comment\n"));

    [Fact]
    public void Anchors_and_merge_keys_are_followed()
    {
        var document = Assert.Single(YamlReader.Read("base: &base {x: 1, y: 2}\ncopy: *base\nmore:\n  <<: *base\n  y: 3\n"));

        Assert.Equal("""{"base":{"x":1,"y":2},"copy":{"x":1,"y":2},"more":{"y":3,"x":1}}""", document.Root!.ToJsonString());
    }

    [Theory]
    [InlineData("a: 1\na: 2\n", 2, "the field a is there twice")]
    [InlineData("a: *missing\n", 1, "there is no anchor missing above")]
    [InlineData("a: 1\n? [b]\n: 2\n", 2, "a field's name must be a word")]
    [InlineData("a: 1\n b: 2\n", 2, "is not valid YAML")]
    [InlineData("a: 'open\n", 1, "is not valid YAML")]
    public void What_is_wrong_is_said_with_its_line(string yaml, int line, string message)
    {
        var exception = Assert.Throws<YamlSyntaxException>(() => YamlReader.Read(yaml));

        Assert.StartsWith(message, exception.Message, StringComparison.Ordinal);
        Assert.Equal(line, exception.Line);
    }

    [Fact]
    public void Brackets_without_end_do_not_take_the_process_down()
    {
        var exception = Assert.Throws<YamlSyntaxException>(() => YamlReader.Read("a: " + new string('[', 100_000)));

        Assert.Contains("nests deeper than", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Aliases_upon_aliases_do_not_fill_the_memory()
    {
        var bomb = "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n"
            + string.Concat(Enumerable.Range(1, 12).Select(i => $"a{i}: &a{i} [{string.Join(",", Enumerable.Repeat($"*a{i - 1}", 10))}]\n"));

        var exception = Assert.Throws<YamlSyntaxException>(() => YamlReader.Read(bomb));

        Assert.Contains("values", exception.Message, StringComparison.Ordinal);
    }
}
