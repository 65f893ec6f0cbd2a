using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;

namespace VoiceAgent.Kubernetes.Tests.StandIn;

/// <summary>What a request is about: <c>/api/v1/namespaces/x/configmaps/y/status</c> taken apart.</summary>
public sealed record Target(string Method, string Group, string Version, string Plural, string? Namespace, string? Name, string? Subresource, bool Watch)
{
    public bool IsWrite => Method is not "GET";

    public static bool TryParse(HttpRequest request, [NotNullWhen(true)] out Target? target)
    {
        target = null;
        var parts = request.Path.Value!.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length < 3 || parts[0] is not ("api" or "apis"))
        {
            return false;
        }

        var core = parts[0] == "api";
        var group = core ? "" : parts[1];
        var version = core ? parts[1] : parts[2];
        var rest = parts[(core ? 2 : 3)..];
        string? namespaceName = null;
        if (rest.Length >= 3 && rest[0] == "namespaces")
        {
            namespaceName = rest[1];
            rest = rest[2..];
        }

        if (rest.Length == 0)
        {
            return false;
        }

        target = new Target(
            request.Method, group, version, rest[0], namespaceName, rest.Length > 1 ? Uri.UnescapeDataString(rest[1]) : null,
            rest.Length > 2 ? rest[2] : null, request.Query["watch"] == "true");
        return true;
    }
}
