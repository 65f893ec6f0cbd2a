using k8s.Models;
using VoiceAgent.Kubernetes.Api;

namespace VoiceAgent.Kubernetes.Leadership;

/// <summary>The one Lease that the replicas compete for.</summary>
internal interface ILeaseStore
{
    Task<V1Lease?> FindAsync(CancellationToken cancellationToken);

    /// <exception cref="ApiException">409 when somebody else was faster.</exception>
    Task<V1Lease> CreateAsync(V1LeaseSpec spec, CancellationToken cancellationToken);

    /// <exception cref="ApiException">409 when the lease is no longer as it was read.</exception>
    Task<V1Lease> UpdateAsync(V1Lease lease, CancellationToken cancellationToken);
}
