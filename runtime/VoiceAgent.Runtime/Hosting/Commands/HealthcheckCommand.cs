namespace VoiceAgent.Runtime.Hosting.Commands;

/// <summary><c>healthcheck</c>: asks the process on this machine whether it is ready, for images that hold no other client.</summary>
internal static class HealthcheckCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static async Task<int> RunAsync()
    {
        await using var app = RuntimeHost.Build();
        var port = app.Services.GetRequiredService<Microsoft.Extensions.Options.IOptions<ListenerOptions>>().Value.InternalPort;
        using var client = new HttpClient { Timeout = Patience };
        try
        {
            using var answer = await client.GetAsync(new Uri($"http://localhost:{port}/healthz/ready"));
            Console.WriteLine(await answer.Content.ReadAsStringAsync());
            return answer.IsSuccessStatusCode ? 0 : 1;
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
        {
            await Console.Error.WriteLineAsync($"No answer on port {port}: {exception.Message}");
            return 1;
        }
    }
}
