using k8s.Models;
using VoiceAgent.Kubernetes.Api;

namespace VoiceAgent.Kubernetes.Leadership;

/// <summary>The Lease on the API server, through a client of its own: with short deadlines, without retries and without the write gate that it feeds.</summary>
internal sealed class ApiLeaseStore(ApiClient client, string namespaceName, string name) : ILeaseStore
{
    private static readonly ResourceKind Kind = ResourceKind.Of<V1Lease>();

    public Task<V1Lease?> FindAsync(CancellationToken cancellationToken) =>
        client.FindAsync<V1Lease>(Kind, new ObjectKey(namespaceName, name), cancellationToken);

    public Task<V1Lease> CreateAsync(V1LeaseSpec spec, CancellationToken cancellationToken)
    {
        var lease = new V1Lease
        {
            ApiVersion = Kind.ApiVersion,
            Kind = Kind.Kind,
            Metadata = new V1ObjectMeta { Name = name, NamespaceProperty = namespaceName },
            Spec = spec,
        };
        return client.CreateAsync(Kind, lease, new WriteOptions(), cancellationToken);
    }

    public Task<V1Lease> UpdateAsync(V1Lease lease, CancellationToken cancellationToken) =>
        client.ReplaceAsync(Kind, lease, new WriteOptions(), cancellationToken);
}
