using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace VoiceAgent.Cli.Servers;

/// <summary>Reads the REST interface; what the server refuses is told in the server's own words.</summary>
internal sealed class RestClient : IDisposable
{
    private readonly Server _server;
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(30) };

    public RestClient(Server server)
    {
        _server = server;
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", server.Key);
    }

    /// <exception cref="CommandFailedException">The server is not there, or refuses.</exception>
    public async Task<JsonElement> GetAsync(string path, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(path, cancellationToken);
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        using var document = await JsonDocument.ParseAsync(body, cancellationToken: cancellationToken);
        return document.RootElement.Clone();
    }

    /// <summary>Saves what is at the path into a file.</summary>
    /// <exception cref="CommandFailedException">The server is not there or refuses, or the file cannot be written.</exception>
    public async Task DownloadAsync(string path, string file, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(path, cancellationToken);
        try
        {
            await using var target = File.Create(file);
            await response.Content.CopyToAsync(target, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException(ExitCode.BadFile, $"{file} cannot be written: {exception.Message}");
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<HttpResponseMessage> SendAsync(string path, CancellationToken cancellationToken)
    {
        HttpResponseMessage response;
        try
        {
            response = await _http.GetAsync(_server.Rest(path), HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        }
        catch (HttpRequestException exception)
        {
            throw new CommandFailedException(ExitCode.Unreachable, $"There is no runtime at {_server.Address}: {exception.Message}");
        }

        if (response.IsSuccessStatusCode)
        {
            return response;
        }

        using (response)
        {
            throw response.StatusCode == HttpStatusCode.Unauthorized
                ? new CommandFailedException(ExitCode.Refused, "The key is not accepted. Check --key or VOICEAGENT_KEY.")
                : new CommandFailedException(ExitCode.Refused, await ExplainAsync(response, cancellationToken));
        }
    }

    private static async Task<string> ExplainAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            using var problem = JsonDocument.Parse(await response.Content.ReadAsStringAsync(cancellationToken));
            return problem.RootElement.TryGetProperty("detail", out var detail) && detail.GetString() is { Length: > 0 } words
                ? words
                : $"The server answered with status {(int)response.StatusCode}.";
        }
        catch (JsonException)
        {
            return $"The server answered with status {(int)response.StatusCode}.";
        }
    }
}
