using System.Globalization;
using VoiceAgent.Resources.Reading;

namespace VoiceAgent.Resources.Tenants.Rules;

/// <summary>The schedule of a maintenance window has fields that exist.</summary>
internal static class MaintenanceRules
{
    private static readonly (string Name, int Least, int Greatest, string[] Words)[] Fields =
    [
        ("minute", 0, 59, []),
        ("hour", 0, 23, []),
        ("day of the month", 1, 31, []),
        ("month", 1, 12, ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]),
        ("day of the week", 0, 7, ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"]),
    ];

    public static IEnumerable<ResourceProblem> Check(TenantResource tenant)
    {
        if (tenant.Spec.Runtime.Upgrade.MaintenanceWindow is not { } window)
        {
            return [];
        }

        return window.Schedule.Split(' ').Zip(Fields).Where(pair => !pair.First.Split(',').All(part => Fits(part, pair.Second)))
            .Select(pair =>
                new ResourceProblem("spec.runtime.upgrade.maintenanceWindow.schedule", $"{pair.First} is not a {pair.Second.Name}",
                "minute, hour, day of the month, month, day of the week"));
    }

    private static bool Fits(string part, (string Name, int Least, int Greatest, string[] Words) field)
    {
        var steps = part.Split('/');
        if (steps.Length > 2
            || (steps.Length == 2 && !(int.TryParse(steps[1], NumberStyles.None, CultureInfo.InvariantCulture, out var step) && step > 0)))
        {
            return false;
        }

        var ends = steps[0] == "*" ? [] : steps[0].Split('-').Select(end => Value(end, field)).ToList();
        return ends.Count <= 2 && ends.All(end => end is not null) && (ends.Count < 2 || ends[0] <= ends[1]);
    }

    private static int? Value(string text, (string Name, int Least, int Greatest, string[] Words) field)
    {
        var word = Array.IndexOf(field.Words, text);
        if (word >= 0)
        {
            return word + field.Least;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= field.Least
            && number <= field.Greatest ? number : null;
    }
}
