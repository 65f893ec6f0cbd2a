using System.Globalization;

namespace VoiceAgent.Providers.Deepgram;

/// <summary>The query of a Deepgram address: everything that one asks of it stands there.</summary>
internal sealed class DeepgramQuery(IReadOnlyDictionary<string, string> settings)
{
    private readonly List<string> _parts = [];

    public DeepgramQuery Add(string name, string? value)
    {
        if (value is not null)
        {
            _parts.Add($"{name}={Uri.EscapeDataString(value)}");
        }

        return this;
    }

    public DeepgramQuery Add(string name, int value) => Add(name, value.ToString(CultureInfo.InvariantCulture));

    /// <summary>Settings of the agent that are passed on as they are.</summary>
    public DeepgramQuery Pass(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            Add(name, settings.GetValueOrDefault(name));
        }

        return this;
    }

    /// <summary>Words that are hard to spell, one parameter each, from the setting <c>keyterms</c>: a list with commas.</summary>
    public DeepgramQuery Keyterms()
    {
        foreach (var term in (settings.GetValueOrDefault("keyterms") ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            Add("keyterm", term);
        }

        return this;
    }

    public override string ToString() => "?" + string.Join('&', _parts);
}
