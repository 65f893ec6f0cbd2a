using System.Net;
using k8s.Models;
using VoiceAgent.Kubernetes.Api;
using VoiceAgent.Kubernetes.Leadership;

namespace VoiceAgent.Kubernetes.Tests.Leadership;

/// <summary>One Lease in memory, with the optimistic concurrency of the real one, and a line to it per competitor that can fail.</summary>
internal sealed class LeaseRoom
{
    private int _version;

    internal V1Lease? Lease { get; set; }

    internal int Writes { get; private set; }

    internal Line NewLine() => new(this);

    internal void Touch(Func<V1LeaseSpec, V1LeaseSpec> change) => Store(Lease! with { Spec = change(Lease!.Spec) });

    private V1Lease Store(V1Lease lease)
    {
        Writes++;
        Lease = lease with { Metadata = new V1ObjectMeta { Name = "lease", NamespaceProperty = "lab", Uid = "1", ResourceVersion = $"{++_version}" } };
        return Lease;
    }

    internal sealed class Line(LeaseRoom room) : ILeaseStore
    {
        /// <summary>What every request meets while set.</summary>
        internal Exception? Fault { get; set; }

        /// <summary>While set, requests wait for it before they are carried out, whatever their token says.</summary>
        internal TaskCompletionSource? Jam { get; set; }

        internal CancellationToken LastToken { get; private set; }

        internal int Requests { get; private set; }

        public async Task<V1Lease?> FindAsync(CancellationToken cancellationToken)
        {
            await PassAsync(cancellationToken);
            return room.Lease is null ? null : room.Lease with { Spec = room.Lease.Spec with { } };
        }

        public async Task<V1Lease> CreateAsync(V1LeaseSpec spec, CancellationToken cancellationToken)
        {
            await PassAsync(cancellationToken);
            return room.Lease is null ? room.Store(new V1Lease { Spec = spec }) : throw Conflict();
        }

        public async Task<V1Lease> UpdateAsync(V1Lease lease, CancellationToken cancellationToken)
        {
            await PassAsync(cancellationToken);
            return room.Lease is null
                ? throw new ApiException("PUT lease", HttpStatusCode.NotFound, null, null)
                : room.Lease.Metadata.ResourceVersion == lease.Metadata.ResourceVersion ? room.Store(lease) : throw Conflict();
        }

        private async Task PassAsync(CancellationToken cancellationToken)
        {
            Requests++;
            LastToken = cancellationToken;
            cancellationToken.ThrowIfCancellationRequested();
            if (Jam is { } jam)
            {
                await jam.Task;
            }

            if (Fault is { } fault)
            {
                throw fault;
            }
        }

        private static ApiException Conflict() => new("PUT lease", HttpStatusCode.Conflict, null, null);
    }
}
