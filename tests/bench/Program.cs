using VoiceAgent.Bench.Calls;
using VoiceAgent.Bench.Server;

namespace VoiceAgent.Bench;

/// <summary>
/// Measures. Prints one JSON line a result; every line names what it measured and on how many cores.
/// <code>
///   dotnet run --project tests/bench -c Release -- [calls 50,100,200 [SECONDS]]
/// </code>
/// The runtime serves in a process of its own (this program again, as <c>server</c>), so that its processor time and memory are its alone.
/// </summary>
internal static class Program
{
    private static async Task<int> Main(string[] arguments)
    {
        switch (arguments)
        {
            case ["server"]:
                return await BenchServer.RunAsync();
            case []:
                return await CallsBench.RunAsync([50, 100, 200], TimeSpan.FromSeconds(30));
            case ["calls", var counts, ..]:
                var seconds = arguments.Length > 2 ? double.Parse(arguments[2], System.Globalization.CultureInfo.InvariantCulture) : 30;
                return await CallsBench.RunAsync([.. counts.Split(',').Select(int.Parse)], TimeSpan.FromSeconds(seconds));
            default:
                await Console.Error.WriteLineAsync("usage: bench [calls 50,100,200 [SECONDS]]");
                return 2;
        }
    }
}
