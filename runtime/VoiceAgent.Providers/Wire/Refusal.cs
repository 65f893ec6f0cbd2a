using System.Globalization;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;

namespace VoiceAgent.Providers.Wire;

/// <summary>What a vendor said when it refused. Only short codes are kept: a vendor's sentences quote prompts, texts and pieces of keys.</summary>
/// <param name="Code">The vendor's code, such as <c>insufficient_quota</c>.</param>
/// <param name="Field">The field of the request that it complains about.</param>
/// <param name="RetryAfter">How long it asked to be left alone.</param>
internal sealed partial record Refusal(string? Code, string? Field = null, TimeSpan? RetryAfter = null)
{
    public static readonly Refusal Silent = new(Code: null);

    public string? Code { get; } = Word(Code);

    public string? Field { get; } = Word(Field);

    /// <summary>Whether the code speaks of one of these.</summary>
    public bool Speaks(params ReadOnlySpan<string> words)
    {
        foreach (var word in words)
        {
            if (Code?.Contains(word, StringComparison.OrdinalIgnoreCase) == true)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The seconds or the date of a Retry-After header.</summary>
    public static TimeSpan? WaitOf(HttpResponseHeaders headers, TimeProvider time) => headers.RetryAfter switch
    {
        { Delta: { } wait } => wait,
        { Date: { } date } => date > time.GetUtcNow() ? date - time.GetUtcNow() : TimeSpan.Zero,
        _ => null,
    };

    /// <summary>The seconds of a Retry-After header.</summary>
    public static TimeSpan? WaitOf(string? seconds) =>
        double.TryParse(seconds, NumberStyles.Float, CultureInfo.InvariantCulture, out var wait) && wait is >= 0 and < 86_400 ? TimeSpan.FromSeconds(wait) : null;

    private static string? Word(string? text) => text is not null && CodePattern().IsMatch(text) ? text : null;

    [GeneratedRegex(@"\A[A-Za-z][A-Za-z0-9_.\-\[\]]{0,63}\z")]
    private static partial Regex CodePattern();
}
