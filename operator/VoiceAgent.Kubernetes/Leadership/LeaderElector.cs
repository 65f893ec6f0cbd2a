using System.Text.Json;
using k8s.Models;
using Microsoft.Extensions.Logging;
using VoiceAgent.Kubernetes.Api;
using VoiceAgent.Kubernetes.Telemetry;
using VoiceAgent.Kubernetes.Timing;

namespace VoiceAgent.Kubernetes.Leadership;

/// <summary>
/// Competes for a Lease, holds it, and lets go of it:
/// <code>
///   Acquire: every 2 s: free, expired by our own clock, or ours already? → take it
///   Hold:    every 2 s renew; any error is retried until the tenure ends; somebody else's name in it ends the tenure at once
///   Release: on a clean stop, name nobody, so that the next one need not wait
/// </code>
/// Losing is final: the process must exit, as nothing in it can know what another leader is doing.
/// </summary>
internal sealed partial class LeaderElector
{
    private readonly ILeaseStore _store;
    private readonly LeaderElectionOptions _options;
    private readonly Tenure _tenure;
    private readonly LeaderMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private V1Lease? _lease;
    private long _leaseSeenAt;
    private bool _mayHold;

    internal LeaderElector(
        ILeaseStore store, LeaderElectionOptions options, Tenure tenure, LeaderMetrics metrics, TimeProvider time, ILogger logger)
    {
        _store = store;
        _options = options;
        _tenure = tenure;
        _metrics = metrics;
        _time = time;
        _logger = logger;
        metrics.Leading(false);
    }

    /// <summary>Completes when this process leads.</summary>
    internal async Task AcquireAsync(CancellationToken cancellationToken)
    {
        LogWaiting(_logger, _options.LeaseName, _options.Identity);
        while (!await AttemptAsync(cancellationToken))
        {
            await Task.Delay(Spread.Around(_options.RetryPeriod, 0.2), _time, cancellationToken);
        }

        _metrics.Leading(true);
        LogLeading(_logger, _options.LeaseName, _options.Identity);
    }

    /// <summary>Renews until the tenure ends or <paramref name="stop"/> is cancelled. Keep it running while workers drain.</summary>
    /// <returns>True when stopped in office, false when the lead was lost.</returns>
    internal async Task<bool> HoldAsync(CancellationToken stop)
    {
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(stop, _tenure.Ended);
        while (!linked.IsCancellationRequested)
        {
            await Task.Delay(_options.RetryPeriod, _time, linked.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (linked.IsCancellationRequested)
            {
                break;
            }

            try
            {
                if (!await AttemptAsync(linked.Token) && HeldByAnother)
                {
                    LogTakenOver(_logger, _options.LeaseName, _lease!.Spec.HolderIdentity);
                    _tenure.End();
                }
            }
            catch (OperationCanceledException) when (linked.IsCancellationRequested)
            {
                // Stopped or out of office; the loop's condition tells which.
            }
        }

        if (!_tenure.Ended.IsCancellationRequested)
        {
            return true;
        }

        _metrics.Leading(false);
        LogLost(_logger, _options.LeaseName, _options.RenewDeadline.TotalSeconds);
        return false;
    }

    /// <summary>Ends the tenure and gives the lease up, if it is ours. Never throws for what server or network do: others then wait for expiry.</summary>
    internal async Task ReleaseAsync(CancellationToken cancellationToken)
    {
        _tenure.End();
        _metrics.Leading(false);
        if (!_mayHold)
        {
            return;
        }

        try
        {
            if (await _store.FindAsync(cancellationToken) is { } lease && lease.Spec?.HolderIdentity == _options.Identity)
            {
                lease.Spec.HolderIdentity = "";
                lease.Spec.LeaseDurationSeconds = 1;
                lease.Spec.RenewTime = MicroTime.Of(_time.GetUtcNow());
                await _store.UpdateAsync(lease, cancellationToken);
                LogReleased(_logger, _options.LeaseName);
            }

            _mayHold = false;
        }
        catch (Exception exception) when (IsTransient(exception) || exception is OperationCanceledException)
        {
            LogNotReleased(_logger, _options.LeaseName, exception);
        }
    }

    private bool HeldByAnother => _lease?.Spec?.HolderIdentity is { Length: > 0 } holder && holder != _options.Identity;

    private async Task<bool> AttemptAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await TryAsync(cancellationToken);
        }
        catch (ApiException exception) when (exception.IsConflict)
        {
            // Somebody was faster: look again next time.
            return false;
        }
        catch (Exception exception) when (IsTransient(exception))
        {
            LogFailed(_logger, _options.LeaseName, exception);
            return false;
        }
    }

    private async Task<bool> TryAsync(CancellationToken cancellationToken)
    {
        var sent = _time.GetTimestamp();
        if (_tenure.IsHeld)
        {
            try
            {
                return await WriteAsync(_lease!, sent, cancellationToken);
            }
            catch (ApiException exception) when (exception.IsConflict || exception.IsNotFound)
            {
                // Somebody touched the lease: read it before deciding.
                _metrics.SlowPath();
                sent = _time.GetTimestamp();
            }
        }

        if (await _store.FindAsync(cancellationToken) is not { } lease)
        {
            _mayHold = true;
            See(await _store.CreateAsync(Claim(new V1LeaseSpec { LeaseTransitions = 0 }, taken: true), cancellationToken));
            return _tenure.Renew(sent);
        }

        See(lease);
        return (!HeldByAnother || IsExpired) && await WriteAsync(lease, sent, cancellationToken);
    }

    private async Task<bool> WriteAsync(V1Lease lease, long sent, CancellationToken cancellationToken)
    {
        _mayHold = true;
        var taken = lease.Spec?.HolderIdentity != _options.Identity;
        var claim = lease with { Spec = Claim(lease.Spec ?? new V1LeaseSpec(), taken) };
        See(await _store.UpdateAsync(claim, cancellationToken));
        return _tenure.Renew(sent);
    }

    private V1LeaseSpec Claim(V1LeaseSpec before, bool taken)
    {
        var now = MicroTime.Of(_time.GetUtcNow());
        var isNew = before.HolderIdentity is null;
        return before with
        {
            HolderIdentity = _options.Identity,
            LeaseDurationSeconds = Math.Max(1, (int)Math.Ceiling(_options.LeaseDuration.TotalSeconds)),
            RenewTime = now,
            AcquireTime = taken ? now : before.AcquireTime ?? now,
            LeaseTransitions = (before.LeaseTransitions ?? 0) + (taken && !isNew ? 1 : 0),
        };
    }

    // Expiry counts from when we saw the lease change, by our clock, for as long as the lease itself says: the holder's wall clock and our own
    // settings play no part.
    private bool IsExpired =>
        _time.GetElapsedTime(_leaseSeenAt) >= TimeSpan.FromSeconds(_lease?.Spec?.LeaseDurationSeconds ?? 1);

    private void See(V1Lease lease)
    {
        if (_lease?.Metadata.ResourceVersion != lease.Metadata.ResourceVersion || _lease?.Metadata.Uid != lease.Metadata.Uid)
        {
            _leaseSeenAt = _time.GetTimestamp();
        }

        _lease = lease;
    }

    private static bool IsTransient(Exception exception) =>
        exception is ApiException or HttpRequestException or IOException or TimeoutException or JsonException or UnauthorizedAccessException;
}
