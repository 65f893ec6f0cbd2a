using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.RegularExpressions;
using VoiceAgent.Resources.Reading;
using VoiceAgent.Resources.VoiceAgents.Tools;

namespace VoiceAgent.Resources.VoiceAgents.Rules;

/// <summary>
/// Addresses of tools lead out into the public network, and their placeholders are arguments. Names are resolved and judged
/// again at the time of the request; what is written out is judged here, so that the author hears of it.
/// </summary>
internal static partial class HttpToolRules
{
    private static readonly string[] InternalSuffixes = [".localhost", ".local", ".internal", ".svc"];

    public static IEnumerable<ResourceProblem> Check(HttpTool http, JsonElement? parameters, string path) =>
        CheckAddress(http.Url, $"{path}.url").Concat(CheckPlaceholders(http.Url, parameters, $"{path}.url"))
            .Concat(CheckHeaders(http, path));

    public static IEnumerable<ResourceProblem> CheckAddress(string address, string path)
    {
        if (!Uri.TryCreate(Placeholder().Replace(address, "x"), UriKind.Absolute, out var url))
        {
            yield return new(path, "is not an address", "such as https://api.clinic.example/appointments");
        }
        else if (url.UserInfo.Length > 0)
        {
            yield return new(path, "must not hold a user or password", "use headersFrom with a Secret");
        }
        else if (IsInternal(url))
        {
            yield return new(path, "must not lead into a private network", "use a public address");
        }
        else if (HostOf(address).Contains('{'))
        {
            yield return new(path, "must not have a placeholder in the host", "callers' words must not choose which server is asked");
        }
    }

    private static IEnumerable<ResourceProblem> CheckPlaceholders(string address, JsonElement? parameters, string path)
    {
        var known = parameters is { } schema ? ParameterRules.Names(schema).ToList() : [];
        return Placeholder().Matches(address).Select(match => match.Groups[1].Value).Distinct().Where(name => !known.Contains(name))
            .Select(name =>
                new ResourceProblem(path, $"there is no parameter {name} for {{{name}}}",
                Suggestion.For(name, known) ?? "add it to parameters.properties"));
    }

    private static IEnumerable<ResourceProblem> CheckHeaders(HttpTool http, string path)
    {
        foreach (var name in http.Headers.Keys.Where(name => !PatternMatcher.IsMatch(Constraints.Patterns.HeaderName, name)))
        {
            yield return new($"{path}.headers.{name}", $"must be {Constraints.Patterns.Describe(Constraints.Patterns.HeaderName)}");
        }

        for (var i = 0; i < http.HeadersFrom.Count; i++)
        {
            if (http.Headers.Keys.Contains(http.HeadersFrom[i].Name, StringComparer.OrdinalIgnoreCase))
            {
                yield return new($"{path}.headersFrom[{i}].name", $"{http.HeadersFrom[i].Name} is among headers already", "keep one");
            }
        }
    }

    private static string HostOf(string address) => address["https://".Length..].Split('/', '?', '#')[0];

    private static bool IsInternal(Uri url)
    {
        if (!IPAddress.TryParse(url.DnsSafeHost, out var address))
        {
            var host = url.DnsSafeHost.TrimEnd('.').ToLowerInvariant();
            return host is "localhost" || InternalSuffixes.Any(suffix => host.EndsWith(suffix, StringComparison.Ordinal));
        }

        address = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return IPAddress.IsLoopback(address) || address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any) || IsPrivate(address);
    }

    private static bool IsPrivate(IPAddress address) => address.AddressFamily == AddressFamily.InterNetworkV6
        ? address.IsIPv6LinkLocal || address.IsIPv6SiteLocal || address.IsIPv6UniqueLocal || address.IsIPv6Multicast
        : address.GetAddressBytes() is [0 or 10 or 127, ..] or [192, 168, ..] or [169, 254, ..] or [172, >= 16 and <= 31, ..]
            or [100, >= 64 and <= 127, ..] or [>= 224, ..];

    [GeneratedRegex(@"\{([a-zA-Z][a-zA-Z0-9_-]*)\}", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Placeholder();
}
