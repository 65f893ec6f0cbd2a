using System.Text.Json.Serialization;
using k8s.Models;
using Microsoft.Extensions.DependencyInjection;
using VoiceAgent.Kubernetes.Api;
using VoiceAgent.Kubernetes.Apply;
using VoiceAgent.Kubernetes.Controllers;
using VoiceAgent.Kubernetes.Events;
using VoiceAgent.Kubernetes.Hosting;
using VoiceAgent.Kubernetes.Informers;
using VoiceAgent.Kubernetes.Status;

namespace Greetings;

// 1. The resource: plain spec and status in the envelope that the API server expects.
[KubernetesEntity(Group = "greetings.example", ApiVersion = "v1", Kind = "Greeting", PluralName = "greetings")]
public sealed class Greeting : CustomResource<GreetingSpec, GreetingStatus>;

public sealed record GreetingSpec([property: JsonPropertyName("name")] string? Name);

public sealed record GreetingStatus(
    [property: JsonPropertyName("observedGeneration")] long? ObservedGeneration,
    [property: JsonPropertyName("text")] string? Text,
    [property: JsonPropertyName("conditions")] IReadOnlyList<V1Condition> Conditions);

// 2. The reconciler: gather → decide → apply → report. It is told which object, never what happened.
public sealed class GreetingReconciler(
    ApiClient client, InformerFactory informers, ApplyEngineFactory engines, EventRecorder events, TimeProvider time) : IReconciler
{
    private static readonly ResourceKind Kind = ResourceKind.Of<Greeting>();

    private readonly IObjectCache<Greeting> _greetings = informers.Get<Greeting>();
    private readonly IObjectCache<V1ConfigMap> _configMaps = informers.Get<V1ConfigMap>();
    private readonly ApplyEngine _engine = engines.Create("greetings-operator");
    private readonly StatusWriter _status = new(client, "greetings-operator-status", time);

    public async Task<Result> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        if (_greetings.Find(key) is not { Metadata.DeletionTimestamp: null } greeting)
        {
            return Result.Done; // Gone, or going: the garbage collector takes what it owns.
        }

        if (string.IsNullOrEmpty(greeting.Spec?.Name))
        {
            await ReportAsync(greeting, null, "False", "NameMissing", "Set spec.name.", cancellationToken);
            throw new TerminalException("spec.name is empty.");
        }

        var outcome = await _engine.ApplyAsync(Desired(greeting), _configMaps, cancellationToken);
        if (outcome.Change is ApplyChange.Corrected)
        {
            events.Record(greeting, Kind, EventType.Warning, "DriftCorrected", "Apply", "The ConfigMap had been edited and was put back.");
        }

        await ReportAsync(greeting, outcome.Object.Data["text"], "True", "Reconciled", "The greeting is served.", cancellationToken);
        return Result.Done;
    }

    // Pure: from what is wished to what must exist. Only the fields that this controller means to own.
    private static V1ConfigMap Desired(Greeting greeting) => new()
    {
        Metadata = new V1ObjectMeta
        {
            Name = greeting.Metadata.Name,
            NamespaceProperty = greeting.Metadata.NamespaceProperty,
            OwnerReferences = [OwnerReferences.Controller(greeting, Kind, greeting.Metadata.NamespaceProperty)],
        },
        Data = new Dictionary<string, string> { ["text"] = $"Hello, {greeting.Spec!.Name}!" },
    };

    private Task ReportAsync(Greeting greeting, string? text, string ready, string reason, string message, CancellationToken cancellationToken)
    {
        var condition = new V1Condition { Type = "Ready", Status = ready, Reason = reason, Message = message };
        return _status.WriteAsync(Kind, greeting, new GreetingStatus(greeting.Metadata.Generation, text, [condition]), cancellationToken);
    }
}

// 3. The host: Host.CreateApplicationBuilder(args), then this, then Run().
public static class GreetingOperator
{
    public static IServiceCollection AddGreetings(this IServiceCollection services) => services
        .AddKubernetesControllers(options =>
        {
            options.Name = "greetings-operator";
            options.Domain = "greetings.example";
        })
        .AddController<Greeting, GreetingReconciler>("greeting", (controller, _) => controller.Owns<V1ConfigMap>());
}
