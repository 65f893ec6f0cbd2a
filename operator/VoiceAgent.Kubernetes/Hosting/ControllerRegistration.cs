using k8s;
using k8s.Models;
using Microsoft.Extensions.DependencyInjection;
using VoiceAgent.Kubernetes.Controllers;
using VoiceAgent.Kubernetes.Informers;

namespace VoiceAgent.Kubernetes.Hosting;

/// <summary>How to make one controller once the services exist.</summary>
internal abstract record ControllerRegistration(string Name)
{
    internal abstract Controller Create(IServiceProvider services, InformerFactory informers, ControllerServices shared);
}

internal sealed record ControllerRegistration<T, TReconciler>(string Name, Action<ControllerBuilder<T>, IServiceProvider> Configure)
    : ControllerRegistration(Name)
    where T : class, IKubernetesObject<V1ObjectMeta>
    where TReconciler : class, IReconciler
{
    internal override Controller Create(IServiceProvider services, InformerFactory informers, ControllerServices shared)
    {
        var builder = new ControllerBuilder<T>(Name, informers);
        Configure(builder, services);
        return new Controller(builder.Build(), services.GetRequiredService<TReconciler>(), shared);
    }
}
