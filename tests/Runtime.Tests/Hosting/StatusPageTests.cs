using System.Net;
using Microsoft.Extensions.DependencyInjection;
using VoiceAgent.Runtime.Catalog;
using VoiceAgent.Runtime.Tests.Catalog;
using Xunit;

namespace VoiceAgent.Runtime.Tests.Hosting;

public sealed class StatusPageTests : IAsyncLifetime
{
    private TestHost _host = null!;

    public async Task InitializeAsync() => _host = await TestHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task It_shows_what_is_loaded_how_it_is_and_how_to_place_a_call()
    {
        var answer = await _host.Public.GetAsync("/");
        var page = await answer.Content.ReadAsStringAsync();

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("text/html; charset=utf-8", answer.Content.Headers.ContentType?.ToString());
        Assert.Contains("clinic/reception", page, StringComparison.Ordinal);
        Assert.Contains("RefsResolved: True (AllResolved)", page, StringComparison.Ordinal);
        Assert.Contains("voice-activity-model", page, StringComparison.Ordinal);
        Assert.Contains($"ws://{_host.Public.BaseAddress!.Authority}/v1/realtime?model=reception", page, StringComparison.Ordinal);
        Assert.Contains("None: everything in the resources folder is valid.", page, StringComparison.Ordinal);
        Assert.DoesNotContain(_host.Key, page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_needs_no_script_and_can_be_read_aloud()
    {
        var page = await _host.Public.GetStringAsync("/");

        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.StartsWith("<!doctype html>\n<html lang=\"en\">", page, StringComparison.Ordinal);
        Assert.Contains("<title>", page, StringComparison.Ordinal);
        Assert.Single(page.Split("<h1>")[1..]);
        Assert.Contains("<main>", page, StringComparison.Ordinal);
        Assert.Equal(page.Split("<table>").Length, page.Split("<caption>").Length);
        Assert.Contains("<th scope=\"col\">", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_shows_every_problem_with_its_place_and_harms_nobody_who_reads_it()
    {
        File.WriteAllText(Path.Combine(_host.Resources, "bad.yaml"), CatalogFolder.Agent("bad", more: "  <script>alert(1)</script>: 1"));
        var catalog = _host.Services.GetRequiredService<ICatalog>();
        await WaitUntil.TrueAsync(() => catalog.Current.Problems.Count > 0);

        var page = await _host.Public.GetStringAsync("/");

        Assert.Contains("bad.yaml:13", page, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("Refused", page, StringComparison.Ordinal);
    }
}
