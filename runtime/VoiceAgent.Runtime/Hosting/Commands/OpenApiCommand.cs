using System.Text.Json;
using System.Text.Json.Nodes;
using VoiceAgent.Runtime.Calls.Api;
using VoiceAgent.Runtime.Catalog;
using VoiceAgent.Runtime.Catalog.Api;
using VoiceAgent.Runtime.Catalog.Files;
using VoiceAgent.Runtime.Hosting.Contract;
using VoiceAgent.Runtime.Identity;
using VoiceAgent.Runtime.Storage;

namespace VoiceAgent.Runtime.Hosting.Commands;

/// <summary>
/// <c>openapi write|verify FOLDER</c>: the API's description as the program itself gives it, without a database or a catalog, and the Postman
/// collection and environment that follow from it.
/// </summary>
internal static class OpenApiCommand
{
    /// <summary>Writes the description, or says whether the file is up to date.</summary>
    /// <returns>0, or 1 when the file must be written again.</returns>
    public static async Task<int> RunAsync(bool write, string folder)
    {
        var contract = await DescribeAsync();
        var files = new Dictionary<string, string>
        {
            ["openapi.json"] = contract,
            ["postman_collection.json"] = Text(PostmanCollection.From(JsonNode.Parse(contract)!)),
            ["postman_environment.json"] = Text(PostmanCollection.Environment()),
        };
        var stale = 0;
        foreach (var (name, text) in files)
        {
            var file = Path.Combine(folder, name);
            if (write)
            {
                await File.WriteAllTextAsync(file, text);
            }
            else if (!File.Exists(file) || await File.ReadAllTextAsync(file) != text)
            {
                await Console.Error.WriteLineAsync($"{file} is out of date. Run: make generate");
                stale = 1;
            }
        }

        return stale;
    }

    private static string Text(JsonObject json) => json.ToJsonString(new JsonSerializerOptions { WriteIndented = true }).ReplaceLineEndings("\n") + "\n";

    private static async Task<string> DescribeAsync()
    {
        var folder = Directory.CreateTempSubdirectory("voiceagent-openapi-");
        try
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            builder.Logging.ClearProviders();
            builder.Services.AddSingleton(TimeProvider.System);
            builder.Services.AddStorage().AddIdentity().AddContract().AddSingleton<CallReader>().AddSingleton<ICatalog, FolderCatalog>();
            builder.Services.Configure<StorageOptions>(storage => storage.Data = folder.FullName);
            await using var app = builder.Build();
            app.UseRouting();
            app.UseIdentity();
            app.MapIdentity();
            app.MapCalls();
            app.MapAgents();
            app.MapContract();
            await app.StartAsync();
            using var client = new HttpClient();
            var text = await client.GetStringAsync(new Uri(app.Urls.Single() + "/openapi/v1.json"));
            return text.ReplaceLineEndings("\n").TrimEnd() + "\n";
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
