using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using VoiceAgent.Conversation.Calls;
using VoiceAgent.Runtime.Calls.Records;
using VoiceAgent.Runtime.Storage;
using Xunit;

namespace VoiceAgent.Runtime.Tests.Hosting;

public sealed class CallApiTests : IAsyncLifetime
{
    private TestHost _host = null!;

    public async Task InitializeAsync() => _host = await TestHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task A_call_can_be_read_with_its_turns_its_waterfall_and_its_recording()
    {
        var (live, session) = await _host.CallAsync();
        session.Hear(new short[320]);
        session.Exchange(1, "When do you open?", "At nine.");
        session.HangUp(CallEnding.AgentEnded);
        await live.Finished;

        var listed = Assert.Single((await JsonAsync("/api/v1/calls")).GetProperty("items").EnumerateArray());
        Assert.Equal(live.Id.ToString(), listed.GetProperty("id").GetString());
        Assert.Equal(
            ("reception", "realtime", "agentEnded", 1, 1, 2000),
            (Text(listed, "agent"), Text(listed, "channel"), Text(listed, "ending"), Number(listed, "callerTurns"), Number(listed, "agentTurns"), Number(listed, "durationMs")));

        var detail = await JsonAsync($"/api/v1/calls/{live.Id}");
        var turns = detail.GetProperty("turns").EnumerateArray().ToList();
        Assert.Equal(("caller", "When do you open?"), (Text(turns[0], "speaker"), Text(turns[0], "text")));
        Assert.Equal(JsonValueKind.Null, turns[0].GetProperty("waterfall").ValueKind);
        Assert.Equal(("agent", "At nine.", "At nine.", "completed"), (Text(turns[1], "speaker"), Text(turns[1], "text"), Text(turns[1], "heardText"), Text(turns[1], "outcome")));
        Assert.Equal(520, Number(turns[1].GetProperty("waterfall"), "endToEndMs"));
        Assert.Equal(40, Number(turns[1].GetProperty("usage"), "inputTokens"));
        Assert.Equal(
            ["RecordingStarted", "CallStarted", "CallerSpeechStarted", "CallerTurnEnded", "ReplyStarted", "ReplyEnded", "CallEnded", "RecordingFinished"],
            detail.GetProperty("events").EnumerateArray().Select(happened => Text(happened, "kind")));

        var recording = listed.GetProperty("recording");
        Assert.Equal(("complete", 2000, 44 + (2 * 64_000)), (Text(recording, "state"), Number(recording, "durationMs"), Number(recording, "bytes")));
        var sound = await _host.GetAsync(Text(recording, "url")!);
        Assert.Equal("audio/wav", sound.Content.Headers.ContentType?.MediaType);
        Assert.Equal(44 + (2 * 64_000), (await sound.Content.ReadAsByteArrayAsync()).Length);
    }

    [Fact]
    public async Task A_part_of_a_recording_can_be_asked_for()
    {
        var (live, session) = await _host.CallAsync();
        session.Exchange(1, "a", "b");
        session.HangUp(CallEnding.AgentEnded);
        await live.Finished;
        var url = $"/api/v1/calls/{live.Id}/recording";

        var part = await _host.GetAsync(url, request => request.Headers.Range = new RangeHeaderValue(44, 47));
        Assert.Equal(HttpStatusCode.PartialContent, part.StatusCode);
        Assert.Equal(4, (await part.Content.ReadAsByteArrayAsync()).Length);

        var beyond = await _host.GetAsync(url, request => request.Headers.Range = new RangeHeaderValue(10_000_000, null));
        Assert.Equal(HttpStatusCode.RequestedRangeNotSatisfiable, beyond.StatusCode);
    }

    [Fact]
    public async Task The_recording_of_a_running_call_is_not_served_yet_and_a_lost_one_says_so()
    {
        var (live, session) = await _host.CallAsync();
        var url = $"/api/v1/calls/{live.Id}/recording";
        await WaitUntil.TrueAsync(async () => (await _host.GetAsync(url)).StatusCode == HttpStatusCode.Conflict);

        session.HangUp(CallEnding.AgentEnded);
        await live.Finished;
        Directory.Delete(Path.Combine(_host.Data, "recordings", "clinic"), recursive: true);

        var lost = await _host.GetAsync(url);
        Assert.Equal(HttpStatusCode.NotFound, lost.StatusCode);
        Assert.Equal("recording_lost", Text(await lost.Content.ReadFromJsonAsync<JsonElement>(), "code"));
    }

    [Fact]
    public async Task Pages_hold_every_call_once_the_latest_first_while_new_ones_come_in()
    {
        var start = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        await AddAsync(Enumerable.Range(0, 25).Select(minute => NewCall(start.AddMinutes(minute))));

        var first = await JsonAsync("/api/v1/calls?limit=10");
        await AddAsync([NewCall(start.AddDays(1))]);
        var second = await JsonAsync($"/api/v1/calls?limit=10&cursor={Text(first, "nextCursor")}");
        var third = await JsonAsync($"/api/v1/calls?limit=10&cursor={Text(second, "nextCursor")}");

        var starts = new[] { first, second, third }.SelectMany(page => page.GetProperty("items").EnumerateArray())
            .Select(item => item.GetProperty("startedAt").GetDateTimeOffset()).ToList();
        Assert.Equal(Enumerable.Range(0, 25).Reverse().Select(minute => start.AddMinutes(minute)), starts);
        Assert.Equal(JsonValueKind.Null, third.GetProperty("nextCursor").ValueKind);
    }

    [Fact]
    public async Task Calls_can_be_listed_by_agent()
    {
        var start = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        await AddAsync([NewCall(start), NewCall(start.AddMinutes(1), agent: "other")]);

        var listed = await JsonAsync("/api/v1/calls?agent=other");

        Assert.Equal("other", Text(Assert.Single(listed.GetProperty("items").EnumerateArray()), "agent"));
    }

    [Theory]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=101", "limit")]
    [InlineData("limit=-1", "limit")]
    [InlineData("limit=ten", "limit")]
    [InlineData("limit=99999999999", "limit")]
    [InlineData("cursor=", "cursor")]
    [InlineData("cursor=not-a-cursor", "cursor")]
    [InlineData("cursor=%00%ff", "cursor")]
    public async Task A_wrong_parameter_is_named(string query, string field)
    {
        var answer = await _host.GetAsync($"/api/v1/calls?{query}");

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(("invalid_parameter", field), (Text(problem, "code"), Text(problem, "field")));
    }

    [Fact]
    public async Task Another_tenants_calls_do_not_exist()
    {
        var foreign = NewCall(DateTimeOffset.UnixEpoch, tenant: "other");
        await AddAsync([foreign]);

        Assert.Empty((await JsonAsync("/api/v1/calls")).GetProperty("items").EnumerateArray());
        Assert.Equal(HttpStatusCode.NotFound, (await _host.GetAsync($"/api/v1/calls/{foreign.Id}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await _host.GetAsync($"/api/v1/calls/{foreign.Id}/recording")).StatusCode);
    }

    private static CallRecord NewCall(DateTimeOffset startedAt, string tenant = "clinic", string agent = "reception") => new()
    {
        TenantId = tenant,
        Id = Guid.CreateVersion7(startedAt),
        Agent = agent,
        AgentRevision = "abc",
        Language = "en-US",
        Channel = CallChannel.Realtime,
        Host = "test",
        StartedAt = startedAt,
        EndedAt = startedAt.AddMinutes(1),
        Ending = CallEnding.AgentEnded,
    };

    private async Task AddAsync(IEnumerable<CallRecord> calls)
    {
        await using var database = await _host.Services.GetRequiredService<IDbContextFactory<RuntimeDatabase>>().CreateDbContextAsync();
        database.AddRange(calls);
        await database.SaveChangesAsync();
    }

    private async Task<JsonElement> JsonAsync(string path)
    {
        var answer = await _host.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    private static string? Text(JsonElement json, string name) => json.GetProperty(name).GetString();

    private static int Number(JsonElement json, string name) => json.GetProperty(name).GetInt32();
}
