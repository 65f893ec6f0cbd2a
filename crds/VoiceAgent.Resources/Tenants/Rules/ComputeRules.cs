using System.Globalization;
using VoiceAgent.Resources.Reading;

namespace VoiceAgent.Resources.Tenants.Rules;

/// <summary>A pod asks for no more than it may use.</summary>
internal static class ComputeRules
{
    // https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
    private static readonly Dictionary<string, decimal> Units = new()
    {
        [""] = 1m, ["m"] = 0.001m, ["k"] = 1e3m, ["M"] = 1e6m, ["G"] = 1e9m, ["T"] = 1e12m, ["P"] = 1e15m, ["E"] = 1e18m,
        ["Ki"] = 1024m, ["Mi"] = 1024m * 1024, ["Gi"] = 1024m * 1024 * 1024, ["Ti"] = 1024m * 1024 * 1024 * 1024,
        ["Pi"] = 1024m * 1024 * 1024 * 1024 * 1024, ["Ei"] = 1024m * 1024 * 1024 * 1024 * 1024 * 1024,
    };

    public static IEnumerable<ResourceProblem> Check(TenantResource tenant)
    {
        var (requests, limits) = (tenant.Spec.Runtime.Resources?.Requests, tenant.Spec.Runtime.Resources?.Limits);
        return Above(requests?.Cpu, limits?.Cpu, "cpu").Concat(Above(requests?.Memory, limits?.Memory, "memory"));
    }

    private static IEnumerable<ResourceProblem> Above(string? request, string? limit, string name)
    {
        if (request is not null && limit is not null && Amount(request) > Amount(limit))
        {
            yield return new($"spec.runtime.resources.requests.{name}",
                $"must not be greater than spec.runtime.resources.limits.{name} ({limit})");
        }
    }

    private static decimal Amount(string quantity)
    {
        var digits = quantity.TakeWhile(c => char.IsAsciiDigit(c) || c == '.').Count();

        // Quantities have up to 32 characters; what a decimal cannot hold is more than any machine has.
        return decimal.TryParse(quantity.AsSpan(0, digits), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && number < 1e9m
            ? number * Units[quantity[digits..]]
            : decimal.MaxValue;
    }
}
