using Microsoft.Extensions.Options;
using VoiceAgent.Runtime.Storage;

namespace VoiceAgent.Runtime.Hosting.Commands;

/// <summary><c>migrate</c>: brings the database to this program's schema. A step of its own, so that no replica changes it on the way.</summary>
internal static class MigrateCommand
{
    public static async Task<int> RunAsync()
    {
        await using var app = RuntimeHost.Build();
        app.Services.GetService<IStartupValidator>()?.Validate();
        var storage = app.Services.GetRequiredService<IOptions<StorageOptions>>().Value;
        var applied = await app.Services.GetRequiredService<DatabaseSchema>().MigrateAsync(CancellationToken.None);
        Console.WriteLine(applied.Count == 0
            ? $"The database {storage.DatabaseFile} is up to date."
            : $"The database {storage.DatabaseFile} was brought up to date: {string.Join(", ", applied)}.");
        return 0;
    }
}
