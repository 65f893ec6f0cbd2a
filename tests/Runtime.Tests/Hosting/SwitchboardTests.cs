using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using VoiceAgent.Conversation;
using VoiceAgent.Conversation.Calls;
using VoiceAgent.Runtime.Calls;
using VoiceAgent.Runtime.Catalog;
using VoiceAgent.Runtime.Hosting;
using VoiceAgent.Runtime.Telemetry;
using VoiceAgent.Runtime.Tests.Catalog;
using Xunit;

namespace VoiceAgent.Runtime.Tests.Hosting;

public sealed class SwitchboardTests : IAsyncLifetime
{
    private TestHost _host = null!;

    public async Task InitializeAsync() => _host = await TestHost.StartAsync(
        settings => settings["Calls:Most"] = "3",
        folder =>
        {
            File.WriteAllText(Path.Combine(folder, "busy.yaml"), CatalogFolder.Agent("busy", more: "  limits: {maxConcurrentCalls: 1}"));
            File.WriteAllText(Path.Combine(folder, "quiet.yaml"), CatalogFolder.Agent("quiet"));
            File.WriteAllText(Path.Combine(folder, "secret.yaml"), CatalogFolder.Agent("secret", more: "  recording: {mode: AudioAndTranscript}\n  redaction: {entities: [CardNumber]}"));
            File.WriteAllText(Path.Combine(folder, "broken.yaml"), CatalogFolder.Agent("broken").Replace("{name: local}, model: extractive", "{name: none}, model: x", StringComparison.Ordinal));
            File.WriteAllText(Path.Combine(folder, "told.yaml"), CatalogFolder.Agent(
                "told", "I am {{agent_name}} of {{tenant_name}}.", "  recording: {mode: TranscriptOnly, consentPrompt: This call is written down.}"));
        });

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task A_call_gets_the_agent_as_it_is_now_and_keeps_it()
    {
        var (_, session) = await _host.CallAsync();

        File.WriteAllText(Path.Combine(_host.Resources, "reception.yaml"), CatalogFolder.Agent(greeting: "Good day."));
        var catalog = _host.Services.GetRequiredService<ICatalog>();
        await WaitUntil.TrueAsync(() => catalog.Current.FindAgent("clinic", "reception")!.Resource.Spec.Greeting!.Text == "Good day.");
        var (_, later) = await _host.CallAsync();

        Assert.Equal("Hello.", session.Setup.Agent.Greeting);
        Assert.Equal("Good day.", later.Setup.Agent.Greeting);
        Assert.NotEqual(session.Setup.Agent.Revision, later.Setup.Agent.Revision);
    }

    [Fact]
    public async Task Who_is_recorded_is_told_first_and_variables_are_filled_in()
    {
        var (_, session) = await _host.CallAsync("told");

        Assert.Equal("This call is written down. I am told of clinic.", session.Setup.Agent.Greeting);
        Assert.Null(session.Setup.Tap);
    }

    [Fact]
    public async Task An_agent_that_keeps_nothing_leaves_no_word_and_no_sound()
    {
        var (live, session) = await _host.CallAsync("quiet");
        session.Exchange(1, "words of the caller", "words of the agent");
        session.HangUp(CallEnding.AgentEnded);
        await live.Finished;

        var kept = await (await _host.GetAsync($"/api/v1/calls/{live.Id}")).Content.ReadAsStringAsync();
        Assert.DoesNotContain("words of", kept, StringComparison.Ordinal);
        Assert.Contains("\"endToEndMs\":520", kept, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_host.Data, "recordings", "clinic")));
    }

    [Fact]
    public async Task What_would_have_to_be_blotted_out_is_not_kept_at_all()
    {
        var (live, session) = await _host.CallAsync("secret");
        session.Exchange(1, "my card is 4111", "thank you");
        session.HangUp(CallEnding.AgentEnded);
        await live.Finished;

        Assert.Null(session.Setup.Tap);
        Assert.DoesNotContain("4111", await (await _host.GetAsync($"/api/v1/calls/{live.Id}")).Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("clinic", "nobody", "agent_not_found")]
    [InlineData("other", "reception", "agent_not_found")]
    [InlineData("clinic", "broken", "agent_not_ready")]
    public async Task An_agent_that_is_not_there_or_not_ready_takes_no_call(string tenant, string agent, string code)
    {
        Assert.Equal(code, _host.Services.GetRequiredService<Switchboard>().Check(tenant, agent)!.Reason.Code());

        Assert.Equal(code, (await Assert.ThrowsAsync<CallRefusedException>(() => _host.CallAsync(agent, tenant))).Reason.Code());
    }

    [Fact]
    public async Task Limits_of_the_agent_and_of_the_process_hold_and_places_come_back()
    {
        var (busy, session) = await _host.CallAsync("busy");
        Assert.Equal(CallRefusal.AgentBusy, (await Assert.ThrowsAsync<CallRefusedException>(() => _host.CallAsync("busy"))).Reason);

        await _host.CallAsync();
        await _host.CallAsync();
        Assert.Equal(CallRefusal.AtCapacity, (await Assert.ThrowsAsync<CallRefusedException>(() => _host.CallAsync())).Reason);

        session.HangUp(CallEnding.CallerHungUp);
        await busy.Finished;
        await _host.CallAsync("busy");
    }

    [Fact]
    public async Task A_provider_that_cannot_be_opened_leaves_a_failed_call_in_the_record_and_no_place_taken()
    {
        _host.Engine.Failure = new ProviderException("local", CallStage.Transcription, FaultOwner.Provider, "it is away");

        await Assert.ThrowsAsync<ProviderException>(() => _host.CallAsync());
        var live = _host.Services.GetRequiredService<LiveCalls>();
        await WaitUntil.TrueAsync(() => live.Unfinished == 0);

        var call = (await (await _host.GetAsync("/api/v1/calls")).Content.ReadFromJsonAsync<JsonElement>()).GetProperty("items")[0];
        Assert.Equal("failed", call.GetProperty("ending").GetString());
        var detail = await (await _host.GetAsync($"/api/v1/calls/{call.GetProperty("id").GetString()}")).Content.ReadAsStringAsync();
        Assert.Contains("it is away", detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Figures_come_from_events_and_name_nobody()
    {
        var (live, session) = await _host.CallAsync();
        session.Exchange(1, "secret question", "secret answer");
        session.Happens(new PlayoutResumed(session.Elapsed, 2));
        session.Happens(new Interrupted(session.Elapsed, 2, InterruptionCause.Words, session.Elapsed - TimeSpan.FromMilliseconds(400)));
        var text = await _host.Internal.GetStringAsync("/metrics");

        Assert.Contains("voice_sessions_active{tenant=\"clinic\",agent=\"reception\"} 1", text, StringComparison.Ordinal);
        Assert.Contains("voice_slots{state=\"active\"} 1", text, StringComparison.Ordinal);
        Assert.Contains("voice_turn_e2e_seconds_sum{tenant=\"clinic\",agent=\"reception\"} 0.52", text, StringComparison.Ordinal);
        Assert.Contains("voice_llm_ttft_seconds_sum{tenant=\"clinic\",agent=\"reception\"} 0.1", text, StringComparison.Ordinal);
        Assert.Contains("voice_interruptions_total{tenant=\"clinic\",agent=\"reception\",kind=\"words\"} 1", text, StringComparison.Ordinal);
        Assert.Contains("voice_interruption_stop_seconds_sum{tenant=\"clinic\",agent=\"reception\"} 0.4", text, StringComparison.Ordinal);
        Assert.Contains("voice_false_interruptions_total{tenant=\"clinic\",agent=\"reception\"} 1", text, StringComparison.Ordinal);
        Assert.Contains("voice_llm_tokens_total{tenant=\"clinic\",agent=\"reception\",direction=\"output\"} 8", text, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", text, StringComparison.Ordinal);
        Assert.DoesNotContain(live.Id.ToString(), text, StringComparison.Ordinal);

        session.HangUp(CallEnding.CallerHungUp);
        await live.Finished;
        var metrics = _host.Services.GetRequiredService<RuntimeMetrics>();
        Assert.Equal(1, metrics.CallsEnded.WithLabels("clinic", "reception", "caller_hung_up").Value);
        Assert.Equal(0, metrics.SessionsActive.WithLabels("clinic", "reception").Value);
    }

    [Fact]
    public async Task Draining_refuses_new_calls_lets_live_ones_go_on_and_is_not_ready()
    {
        var (live, session) = await _host.CallAsync();

        var drained = await _host.Internal.PostAsync("/drain", null);

        Assert.Equal(HttpStatusCode.Accepted, drained.StatusCode);
        Assert.Equal(1, (await drained.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("active").GetInt32());
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await _host.Internal.GetAsync("/healthz/ready")).StatusCode);
        Assert.Equal(CallRefusal.Draining, (await Assert.ThrowsAsync<CallRefusedException>(() => _host.CallAsync())).Reason);
        Assert.False(session.Completion.IsCompleted);

        session.HangUp(CallEnding.CallerHungUp);
        await live.Finished;
        Assert.Equal(0, (await _host.Internal.GetFromJsonAsync<JsonElement>("/drain")).GetProperty("unfinished").GetInt32());
    }

    [Fact]
    public async Task A_call_that_outlives_the_drain_is_ended_with_everything_flushed()
    {
        var (live, session) = await _host.CallAsync();
        session.Exchange(1, "a", "b");

        await _host.Services.GetRequiredService<Drain>().RunAsync(patient: false, CancellationToken.None);

        Assert.True(live.Finished.IsCompleted);
        Assert.Equal(CallEnding.Drained, await session.Completion);
        var call = (await (await _host.GetAsync($"/api/v1/calls/{live.Id}")).Content.ReadFromJsonAsync<JsonElement>()).GetProperty("call");
        Assert.Equal(("drained", "complete"), (call.GetProperty("ending").GetString(), call.GetProperty("recording").GetProperty("state").GetString()));
    }
}
