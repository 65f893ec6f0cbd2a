using System.Diagnostics;
using System.Text.Json.Nodes;
using VoiceAgent.Runtime.Hosting.Contract;
using VoiceAgent.Runtime.Tests.Identity;
using VoiceAgent.Runtime.Tests.Storage;
using Xunit;

namespace VoiceAgent.Runtime.Tests.Api;

/// <summary>The collection that is handed out, run as its users run it: by newman, from npm.</summary>
public sealed class PostmanTests(SqliteTestDatabase database) : IClassFixture<SqliteTestDatabase>
{
    private const string Newman = "newman@6.2.2";

    private static string File(string name) => Path.Combine(Repository.Root, "runtime", name);

    [Fact]
    public void The_collection_is_the_one_that_follows_from_the_contract()
    {
        var contract = JsonNode.Parse(System.IO.File.ReadAllText(File("openapi.json")))!;

        Assert.True(
            JsonNode.DeepEquals(PostmanCollection.From(contract), JsonNode.Parse(System.IO.File.ReadAllText(File("postman_collection.json")))), "Run: make generate");
    }

    [SkippableFact]
    public async Task Newman_runs_the_collection_without_a_failure()
    {
        var folder = Path.Combine(Repository.Root, ".artifacts", "newman");
        Directory.CreateDirectory(folder);
        var program = Path.Combine(folder, "node_modules", ".bin", "newman");
        if (!System.IO.File.Exists(program))
        {
            var (installed, why) = await RunAsync("npm", ["install", "--prefix", folder, "--no-audit", "--no-fund", "--ignore-scripts", Newman]);
            Skip.If(installed != 0, $"newman cannot be installed: {why}");
        }

        await using var host = await IdentityHost.StartAsync(database);
        var (_, email) = await host.FoundAsync();

        var (code, output) = await RunAsync(program,
        [
            "run", File("postman_collection.json"), "-e", File("postman_environment.json"), "--folder", "Log in", "--folder", "auth", "--folder", "me", "--folder", "users",
            "--folder", "invites", "--folder", "api-keys", "--folder", "tenants", "--folder", "audit", "--env-var", $"baseUrl={host.Address.ToString().TrimEnd('/')}",
            "--env-var", $"email={email}", "--env-var", $"password={IdentityHost.Password}",
        ]);

        Assert.True(code == 0, output);
    }

    private static async Task<(int Code, string Output)> RunAsync(string program, string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await errors);
    }
}
