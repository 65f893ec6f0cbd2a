using Microsoft.Extensions.Logging;
using Prometheus;
using VoiceAgent.Kubernetes.Api;
using VoiceAgent.Kubernetes.Telemetry;

namespace VoiceAgent.Kubernetes.Apply;

/// <summary>Makes one engine per controller, each with its own field manager, so that <c>managedFields</c> says which controller wrote what.</summary>
public sealed class ApplyEngineFactory
{
    private readonly ApiClient _client;
    private readonly string _annotationPrefix;
    private readonly CollectorRegistry _registry;
    private readonly ILoggerFactory _loggers;

    internal ApplyEngineFactory(ApiClient client, string annotationPrefix, CollectorRegistry registry, ILoggerFactory loggers)
    {
        _client = client;
        _annotationPrefix = annotationPrefix;
        _registry = registry;
        _loggers = loggers;
    }

    /// <summary>Makes an engine. Keep it: it remembers what it applied.</summary>
    /// <param name="fieldManager">The name that owns the fields, by convention <c>&lt;product&gt;-&lt;controller&gt;</c>; at most 128 characters.</param>
    /// <param name="force">See <see cref="ApplyEngine.Force"/>.</param>
    /// <returns>The engine.</returns>
    public ApplyEngine Create(string fieldManager, bool force = true) => new(
        _client, fieldManager, HashAnnotation(fieldManager), new ApplyMetrics(_registry, fieldManager), _loggers.CreateLogger<ApplyEngine>())
    {
        Force = force,
    };

    // One per manager: two that own different fields of one object must not take each other's mark for drift. The name part of an annotation key
    // may have 63 characters.
    private string HashAnnotation(string fieldManager)
    {
        var manager = string.Concat(fieldManager.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.' ? letter : '-'));
        return $"{_annotationPrefix}/applied-hash.{(manager.Length > 50 ? manager[..50] : manager).TrimEnd('-', '_', '.')}";
    }
}
