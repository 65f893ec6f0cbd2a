namespace VoiceAgent.Runtime.Api;

/// <summary>A request body that knows its own limits.</summary>
internal interface IChecked
{
    void Check(Findings findings);
}

/// <summary>What is wrong with a request, field by field.</summary>
internal sealed class Findings
{
    private readonly Dictionary<string, List<string>> _fields = [];

    public bool Any => _fields.Count > 0;

    public void Add(string field, string problem)
    {
        if (!_fields.TryGetValue(field, out var problems))
        {
            problems = _fields[field] = [];
        }

        problems.Add(problem);
    }

    /// <summary>A text of some length that holds no control characters and no broken ones.</summary>
    public void Text(string field, string? value, int most, int least = 1)
    {
        if (value is null)
        {
            return;
        }

        if (value.Length < least || value.Length > most)
        {
            Add(field, $"Use {least} to {most} characters.");
        }
        else if (!IsClean(value))
        {
            Add(field, "Control characters and broken ones are not allowed.");
        }
    }

    /// <summary>Something that mail could reach.</summary>
    public void Email(string field, string? value)
    {
        if (value is null)
        {
            return;
        }

        var at = value.LastIndexOf('@');
        if (value.Length > 254 || at < 1 || at == value.Length - 1 || value.Any(letter => letter <= ' ' || letter is '<' or '>' or ',' or ';' or '"') || !IsClean(value)
            || !MimeKit.MailboxAddress.TryParse(value, out var mailbox) || mailbox.Address != value)
        {
            Add(field, "This is no e-mail address.");
        }
    }

    public IReadOnlyDictionary<string, string[]> ToDictionary() => _fields.ToDictionary(field => field.Key, field => field.Value.ToArray());

    // A lone surrogate cannot be stored as UTF-8, and PostgreSQL stores no NUL.
    private static bool IsClean(string value)
    {
        foreach (var rune in value.EnumerateRunes())
        {
            if (rune == System.Text.Rune.ReplacementChar || System.Text.Rune.IsControl(rune))
            {
                return false;
            }
        }

        return true;
    }
}

/// <summary>Lets no unchecked body reach its endpoint.</summary>
internal sealed class CheckedFilter : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        foreach (var body in context.Arguments.OfType<IChecked>())
        {
            var findings = new Findings();
            body.Check(findings);
            if (findings.Any)
            {
                return Problems.Invalid(findings.ToDictionary());
            }
        }

        return await next(context);
    }
}
