using System.Text.Json.Nodes;
using k8s.Models;
using Microsoft.Extensions.Time.Testing;
using VoiceAgent.Kubernetes.Api;
using VoiceAgent.Kubernetes.Informers;
using VoiceAgent.Kubernetes.Status;
using VoiceAgent.Kubernetes.Tests.Bench;
using Xunit;

namespace VoiceAgent.Kubernetes.Tests.Status;

public sealed class StatusWriterTests : IAsyncLifetime
{
    private static readonly ResourceKind Kind = ResourceKind.Of<Widget>();

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 12, 0, 0, 500, TimeSpan.Zero));
    private Workbench _bench = null!;
    private IObjectCache<Widget> _cache = null!;
    private StatusWriter _writer = null!;

    public async Task InitializeAsync()
    {
        _bench = await Workbench.StartAsync();
        Put(1);
        (_cache, _) = await _bench.CacheAsync<Widget>();
        _writer = new StatusWriter(_bench.Client, "lab-status", _time);
    }

    public Task DisposeAsync() => _bench.DisposeAsync().AsTask();

    [Fact]
    public async Task A_status_is_written_with_the_generation_it_was_found_out_from()
    {
        Assert.True(await _writer.WriteAsync(Kind, Cached, Ready("True", "AllWell")));

        await Eventually.HoldsAsync(() => Cached.Status is not null);
        Assert.Equal(1, Cached.Status!.ObservedGeneration);
        var condition = Cached.Status.Conditions!.Single();
        Assert.Equal(1, condition.ObservedGeneration);
        Assert.Equal(new DateTime(2026, 1, 1, 12, 0, 0, DateTimeKind.Utc), condition.LastTransitionTime);
        Assert.Equal(1, Cached.Metadata.Generation);
    }

    [Fact]
    public async Task The_same_status_again_costs_no_request_however_often_and_whenever()
    {
        await _writer.WriteAsync(Kind, Cached, Ready("True", "AllWell"));
        await Eventually.HoldsAsync(() => Cached.Status is not null);
        var before = _bench.Server.WriteRequests;

        for (var round = 0; round < 5; round++)
        {
            _time.Advance(TimeSpan.FromHours(1));
            Assert.False(await _writer.WriteAsync(Kind, Cached, Ready("True", "AllWell")));
        }

        Assert.False(await new StatusWriter(_bench.Client, "lab-status", _time).WriteAsync(Kind, Cached, Ready("True", "AllWell")));
        Assert.Equal(before, _bench.Server.WriteRequests);
    }

    [Fact]
    public async Task A_type_that_declares_less_than_is_written_costs_no_request_after_a_restart()
    {
        var kind = ResourceKind.Of<Gadget>();
        _bench.Server.Storage.Put("lab.example", "gadgets", "lab", "g", []);
        var (cache, _) = await _bench.CacheAsync<Gadget>();
        var status = new GadgetStatus("blue");
        await _writer.WriteAsync(kind, cache.All()[0], status);
        await Eventually.HoldsAsync(() => cache.All()[0].Status?.Colour == "blue");

        Assert.False(await new StatusWriter(_bench.Client, "lab-status", _time).WriteAsync(kind, cache.All()[0], status));
    }

    [Fact]
    public async Task The_same_status_again_before_the_cache_shows_it_costs_no_request_either()
    {
        var stale = Cached;
        await _writer.WriteAsync(Kind, stale, Ready("True", "AllWell"));
        _time.Advance(TimeSpan.FromMinutes(1));

        Assert.False(await _writer.WriteAsync(Kind, stale, Ready("True", "AllWell")));
        Assert.Equal(1, _bench.Server.WriteRequests);
    }

    [Fact]
    public async Task The_transition_time_moves_when_the_status_flips_and_not_when_the_words_change()
    {
        await _writer.WriteAsync(Kind, Cached, Ready("False", "Waiting"));
        await Eventually.HoldsAsync(() => Cached.Status is not null);
        _time.Advance(TimeSpan.FromMinutes(5));
        await _writer.WriteAsync(Kind, Cached, Ready("False", "StillWaiting"));
        await Eventually.HoldsAsync(() => Cached.Status!.Conditions![0].Reason == "StillWaiting");
        Assert.Equal(0, Cached.Status!.Conditions![0].LastTransitionTime.Minute);

        await _writer.WriteAsync(Kind, Cached, Ready("True", "AllWell"));
        await Eventually.HoldsAsync(() => Cached.Status!.Conditions![0].Status == "True");
        Assert.Equal(5, Cached.Status!.Conditions![0].LastTransitionTime.Minute);
    }

    [Fact]
    public async Task A_new_generation_is_reported_even_when_nothing_else_changed()
    {
        await _writer.WriteAsync(Kind, Cached, Ready("True", "AllWell"));
        await Eventually.HoldsAsync(() => Cached.Status is not null);
        var spec = _bench.Server.Storage.Find("lab.example", "widgets", "lab", "w")!;
        spec["spec"]!["size"] = 2;
        _bench.Server.Storage.Put("lab.example", "widgets", "lab", "w", spec);
        await Eventually.HoldsAsync(() => Cached.Metadata.Generation == 2);

        Assert.True(await _writer.WriteAsync(Kind, Cached, Ready("True", "AllWell")));
        await Eventually.HoldsAsync(() => Cached.Status!.ObservedGeneration == 2);
        Assert.Equal(2, Cached.Status!.Conditions![0].ObservedGeneration);
    }

    [Fact]
    public async Task A_status_that_somebody_else_spoiled_is_written_again()
    {
        await _writer.WriteAsync(Kind, Cached, Ready("True", "AllWell"));
        await Eventually.HoldsAsync(() => Cached.Status is not null);
        var spoiled = _bench.Server.Storage.Find("lab.example", "widgets", "lab", "w")!;
        spoiled["status"]!["conditions"]![0]!["status"] = "False";
        _bench.Server.Storage.Put("lab.example", "widgets", "lab", "w", spoiled);
        await Eventually.HoldsAsync(() => Cached.Status!.Conditions![0].Status == "False");

        Assert.True(await _writer.WriteAsync(Kind, Cached, Ready("True", "AllWell")));
    }

    [Fact]
    public async Task An_object_that_is_gone_is_no_error_and_a_namesake_is_not_given_its_status()
    {
        var gone = Cached;
        _bench.Server.Storage.Delete("lab.example", "widgets", "lab", "w");
        Assert.False(await _writer.WriteAsync(Kind, gone, Ready("True", "AllWell")));

        Put(1);
        var conflict = await Assert.ThrowsAsync<ApiException>(() => _writer.WriteAsync(Kind, gone, Ready("True", "AllWell")));
        Assert.True(conflict.IsConflict);
    }

    [Fact]
    public async Task A_message_is_cut_to_what_the_api_takes()
    {
        var status = Ready("False", "Broken");
        status.Conditions![0].Message = new string('x', 40_000);
        await _writer.WriteAsync(Kind, Cached, status);

        await Eventually.HoldsAsync(() => Cached.Status is not null);
        Assert.Equal(32_768, Cached.Status!.Conditions![0].Message.Length);
    }

    [Theory]
    [InlineData("", "True", "AllWell", "no type")]
    [InlineData("Ready", "true", "AllWell", "Ready needs the status")]
    [InlineData("Ready", "True", "all well", "Ready needs a CamelCase reason")]
    [InlineData("Ready", "True", "", "Ready needs a CamelCase reason")]
    public async Task A_condition_that_the_api_would_refuse_is_refused_here_with_its_fault(string type, string value, string reason, string fault)
    {
        var status = new WidgetStatus { Conditions = [new V1Condition { Type = type, Status = value, Reason = reason, Message = "" }] };

        var refusal = await Assert.ThrowsAsync<ArgumentException>(() => _writer.WriteAsync(Kind, Cached, status));
        Assert.Contains(fault, refusal.Message, StringComparison.Ordinal);
    }

    [KubernetesEntity(Group = "lab.example", ApiVersion = "v1", Kind = "Gadget", PluralName = "gadgets")]
    private sealed class Gadget : CustomResource<object, GadgetStatus>;

    private sealed record GadgetStatus(string Colour);

    private Widget Cached => _cache.Find(new ObjectKey("lab", "w"))!;

    private static WidgetStatus Ready(string status, string reason) => new()
    {
        Conditions = [new V1Condition { Type = "Ready", Status = status, Reason = reason, Message = "…" }],
    };

    private void Put(int size) => _bench.Server.Storage.Put(
        "lab.example", "widgets", "lab", "w", new JsonObject { ["spec"] = new JsonObject { ["size"] = size } });
}
