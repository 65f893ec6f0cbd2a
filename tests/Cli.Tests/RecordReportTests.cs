using System.Text.Json;
using VoiceAgent.Cli.Calls;
using Xunit;

namespace VoiceAgent.Cli.Tests;

public sealed class RecordReportTests
{
    private const string Call =
        """
        {"id":"0198c0de-0000-7000-8000-000000000001","agent":"reception","agentRevision":"ab12","startedAt":"2026-03-01T12:00:00Z",
         "durationMs":12340,"ending":"CallerHungUp","callerTurns":1,"agentTurns":2}
        """;

    [Fact]
    public void Calls_are_listed()
    {
        var output = new StringWriter();

        RecordReport.List(output, JsonDocument.Parse($$"""{"items":[{{Call}}],"nextCursor":"x"}""").RootElement);

        Assert.Contains("0198c0de-0000-7000-8000-000000000001", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("   12.3      3  CallerHungUp    reception", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("There are more", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_record_says_how_to_fill_it()
    {
        var output = new StringWriter();

        RecordReport.List(output, JsonDocument.Parse("""{"items":[],"nextCursor":null}""").RootElement);

        Assert.Contains("voicectl call", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_call_is_shown_with_what_was_heard_and_how_long_it_took()
    {
        var output = new StringWriter();

        RecordReport.Show(output, JsonDocument.Parse(
            $$"""
            {"call":{{Call}},"events":[],"turns":[
              {"number":1,"speaker":"Caller","text":"When do you open?","heardText":null,"outcome":null,"waterfall":null},
              {"number":2,"speaker":"Agent","text":"We open at nine on weekdays.","heardText":"We open at nine","outcome":"Interrupted",
               "waterfall":{"speechEndedMs":1000,"turnDecidedMs":1400,"finalTranscriptMs":null,"firstAudibleMs":1750} }]}
            """).RootElement);

        Assert.Equal(
            """
            call 0198c0de-0000-7000-8000-000000000001 with reception (revision ab12): CallerHungUp, 12.3 s
            caller  When do you open?
            agent   We open at nine
                    Interrupted; would have said: We open at nine on weekdays.
                    ms after the caller's last word: turn decided 400, audible 750

            """,
            output.ToString().ReplaceLineEndings("\n"));
    }
}
