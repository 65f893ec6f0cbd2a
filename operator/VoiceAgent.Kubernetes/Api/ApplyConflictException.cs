using System.Net;
using System.Text.RegularExpressions;
using k8s.Models;

namespace VoiceAgent.Kubernetes.Api;

/// <summary>One field that somebody else owns.</summary>
/// <param name="Field">The field's path, e.g. <c>.spec.replicas</c>.</param>
/// <param name="Manager">The name of the owning field manager, e.g. <c>argocd-controller</c>; empty when the server did not say.</param>
public sealed record FieldConflict(string Field, string Manager);

/// <summary>A server-side apply without force met fields that other managers own. Says which, and whose.</summary>
public sealed partial class ApplyConflictException : ApiException
{
    private ApplyConflictException(string target, V1Status status, IReadOnlyList<FieldConflict> conflicts)
        : base(target, HttpStatusCode.Conflict, status, null)
    {
        Conflicts = conflicts;
    }

    /// <summary>Every refused field with its owner.</summary>
    public IReadOnlyList<FieldConflict> Conflicts { get; }

    /// <inheritdoc />
    public override string Message =>
        base.Message + "; owned by others: " + string.Join(", ", Conflicts.Select(conflict => $"{conflict.Field} by {conflict.Manager}"));

    internal static ApplyConflictException? TryCreate(string target, HttpStatusCode code, V1Status? status)
    {
        if (code != HttpStatusCode.Conflict || status?.Details?.Causes is not { } causes)
        {
            return null;
        }

        var conflicts = causes.Where(cause => cause.Reason == "FieldManagerConflict")
            .Select(cause => new FieldConflict(cause.Field ?? "", Owner().Match(cause.Message ?? "").Groups[1].Value))
            .ToList();
        return conflicts.Count == 0 ? null : new ApplyConflictException(target, status, conflicts);
    }

    // The owner's name is nowhere but in the sentence: conflict with "kubectl" using apps/v1 at 2026-01-01T00:00:00Z
    [GeneratedRegex("conflict with \"([^\"]+)\"")]
    private static partial Regex Owner();
}
