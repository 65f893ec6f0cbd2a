namespace VoiceAgent.Resources.Constraints;

/// <summary>
/// The regular expressions that resources use, each with the words that explain it. They keep to the syntax that
/// RE2 (the API server) and .NET read alike: anchored, ASCII classes, no look-around.
/// </summary>
public static class Patterns
{
    /// <summary>A DNS label (RFC 1123): names of resources, namespaces, providers, nodes.</summary>
    public const string DnsLabel = "^[a-z0-9]([-a-z0-9]*[a-z0-9])?$";

    /// <summary>A DNS name (RFC 1123 subdomain): names of Secrets and ConfigMaps, host names.</summary>
    public const string DnsName = @"^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$";

    /// <summary>A key inside a Secret or ConfigMap.</summary>
    public const string ReferenceKey = "^[-._a-zA-Z0-9]+$";

    /// <summary>A name that a language model and a template can use: tools, variables, extracted fields.</summary>
    public const string Identifier = "^[a-zA-Z][a-zA-Z0-9_-]*$";

    /// <summary>A language tag (BCP 47, the part in common use): en, de-DE, zh-Hans-CN.</summary>
    public const string LanguageTag = "^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$";

    /// <summary>A web address over HTTP or HTTPS.</summary>
    public const string WebAddress = @"^https?://[^\s/?#]+([/?#]\S*)?$";

    /// <summary>A web address over HTTPS alone.</summary>
    public const string SecureWebAddress = @"^https://[^\s/?#]+([/?#]\S*)?$";

    /// <summary>A browser origin: scheme and host, no path.</summary>
    public const string Origin = @"^https?://[a-zA-Z0-9.-]+(:[0-9]{1,5})?$";

    /// <summary>A telephone number in E.164.</summary>
    public const string PhoneNumber = @"^\+[1-9][0-9]{6,14}$";

    /// <summary>A SIP address.</summary>
    public const string SipAddress = @"^sips?:[^\s@]+@[^\s@]+$";

    /// <summary>An extension, SIP user or AudioSocket identifier.</summary>
    public const string Extension = "^[A-Za-z0-9._+*#-]+$";

    /// <summary>A container image pinned by digest.</summary>
    public const string ImageByDigest = @"^[^\s@]+@sha256:[0-9a-f]{64}$";

    /// <summary>A Kubernetes quantity without exponent: 500m, 1.5, 512Mi.</summary>
    public const string Quantity = @"^[0-9]+(\.[0-9]+)?(m|k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei)?$";

    /// <summary>A number from 0 to 2 with at most two decimals, as a string: specs hold no floating point.</summary>
    public const string Temperature = @"^([01](\.[0-9]{1,2})?|2(\.0{1,2})?)$";

    /// <summary>A schedule of five cron fields.</summary>
    public const string Cron = @"^[0-9*,/-]+ [0-9*,/-]+ [0-9*,/-]+ [0-9A-Z*,/-]+ [0-9A-Z*,/-]+$";

    /// <summary>A time of day from 00:00 to 24:00.</summary>
    public const string TimeOfDay = "^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$";

    /// <summary>A calendar date.</summary>
    public const string Date = "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$";

    /// <summary>An IANA time zone.</summary>
    public const string TimeZone = @"^[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+)*$";

    /// <summary>A network in CIDR notation, IPv4 or IPv6.</summary>
    public const string Cidr = @"^([0-9]{1,3}(\.[0-9]{1,3}){3}/([0-9]|[12][0-9]|3[0-2])|[0-9a-fA-F:]*:[0-9a-fA-F:.]*/([0-9]{1,2}|1[01][0-9]|12[0-8]))$";

    /// <summary>A git commit, SHA-1 or SHA-256.</summary>
    public const string GitCommit = "^([0-9a-f]{40}|[0-9a-f]{64})$";

    /// <summary>A relative path that stays where it starts: no leading slash, no part that begins with a dot.</summary>
    public const string RelativePath = @"^[^./\s\\][^/\\\n]*(/[^./\s\\][^/\\\n]*)*$";

    /// <summary>A revision of an agent: the first 16 hexadecimal digits or more of its content hash.</summary>
    public const string Revision = "^[0-9a-f]{16,64}$";

    /// <summary>An absolute number or a percentage.</summary>
    public const string CountOrPercent = "^([0-9]{1,4}|[1-9][0-9]?%|100%)$";

    /// <summary>The name of an HTTP header.</summary>
    public const string HeaderName = "^[A-Za-z0-9!#$%&'*+.^_`|~-]+$";

    /// <summary>Telephone keys.</summary>
    public const string Digits = "^[0-9*#A-D]+$";

    private static readonly Dictionary<string, string> Words = new()
    {
        [DnsLabel] = "lower-case letters, digits and hyphens, beginning and ending with a letter or digit",
        [DnsName] = "lower-case letters, digits, hyphens and dots, each part beginning and ending with a letter or digit",
        [ReferenceKey] = "letters, digits, hyphens, underscores and dots",
        [Identifier] = "a letter, then letters, digits, underscores or hyphens",
        [LanguageTag] = "a language tag such as en, de-DE or zh-Hans-CN",
        [WebAddress] = "an address that begins with http:// or https://",
        [SecureWebAddress] = "an address that begins with https://",
        [Origin] = "a browser origin such as https://clinic.example, without a path",
        [PhoneNumber] = "a telephone number in international form such as +12025550143",
        [SipAddress] = "a SIP address such as sip:desk@pbx.example",
        [Extension] = "letters, digits and the signs . _ + * # -",
        [ImageByDigest] = "an image pinned by digest: name@sha256: and 64 hexadecimal digits",
        [Quantity] = "a quantity such as 500m, 2 or 512Mi",
        [Temperature] = "a number from 0 to 2 with at most two decimals, in quotes, such as \"0.3\"",
        [Cron] = "five cron fields such as \"0 3 * * SUN\"",
        [TimeOfDay] = "a time from 00:00 to 24:00, in quotes, such as \"09:30\"",
        [Date] = "a date such as 2026-12-24",
        [TimeZone] = "an IANA time zone such as Europe/Berlin",
        [Cidr] = "a network such as 203.0.113.0/24 or 2001:db8::/32",
        [GitCommit] = "a full commit id of 40 or 64 hexadecimal digits",
        [RelativePath] = "a relative path without . or .. such as clinic/handbook",
        [Revision] = "a revision of 16 to 64 hexadecimal digits as shown in status.latestRevision",
        [CountOrPercent] = "a number such as \"1\" or a percentage such as \"25%\"",
        [HeaderName] = "an HTTP header name such as X-Api-Key",
        [Digits] = "telephone keys: 0 to 9, * and #",
    };

    /// <summary>Says in words what <paramref name="pattern"/> asks for.</summary>
    public static string Describe(string pattern) => Words.TryGetValue(pattern, out var words) ? words : $"text that matches {pattern}";

    internal static IReadOnlyCollection<string> All => Words.Keys;
}
