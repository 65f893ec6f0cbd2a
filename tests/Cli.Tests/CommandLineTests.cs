using System.CommandLine;
using Xunit;

namespace VoiceAgent.Cli.Tests;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("call", 1, "--agent")]
    [InlineData("call --agent reception", 1, "Give either --wav FILE or --text")]
    [InlineData("call --agent reception --wav a.wav --text hello", 1, "Give either --wav FILE or --text")]
    [InlineData("call --agent reception --text hello --timeout 0", 1, "1 to 600")]
    [InlineData("call --agent reception --wav none.wav --key k", 2, "none.wav cannot be read")]
    [InlineData("call --agent reception --text hello --key k --url nonsense", 3, "'nonsense' is no address")]
    [InlineData("call --agent reception --text hello --key k --url http://127.0.0.1:9", 3, "There is no runtime at http://127.0.0.1:9/")]
    [InlineData("calls list --key k --url http://127.0.0.1:9", 3, "There is no runtime at http://127.0.0.1:9/")]
    [InlineData("calls show 17 --key k", 1, "17")]
    public async Task What_cannot_work_says_so_in_plain_words(string line, int exitCode, string words)
    {
        var error = new StringWriter();

        var code = await VoiceCtl.Build(TimeProvider.System).Parse(line).InvokeAsync(
            new InvocationConfiguration { Error = error, Output = new StringWriter() }, CancellationToken.None);

        Assert.Equal(exitCode, code);
        Assert.Contains(words, error.ToString(), StringComparison.Ordinal);
    }
}
