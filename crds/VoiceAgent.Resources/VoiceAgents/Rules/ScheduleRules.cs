using System.Globalization;
using VoiceAgent.Resources.Reading;

namespace VoiceAgent.Resources.VoiceAgents.Rules;

/// <summary>Opening hours are hours that exist, and do not overlap.</summary>
internal static class ScheduleRules
{
    public static IEnumerable<ResourceProblem> Check(VoiceAgentResource agent) =>
        agent.Spec.Schedule is { } schedule ? Zone(schedule).Concat(Overlaps(schedule.Hours)).Concat(Dates(schedule.SpecialDays)) : [];

    private static IEnumerable<ResourceProblem> Zone(ScheduleDefinition schedule)
    {
        // A machine without time zone data knows no zone at all; then only the form is judged.
        var hasZones = TimeZoneInfo.TryFindSystemTimeZoneById("Europe/London", out _);
        if (hasZones && !TimeZoneInfo.TryFindSystemTimeZoneById(schedule.TimeZone, out _))
        {
            yield return new("spec.schedule.timeZone", $"there is no time zone {schedule.TimeZone}",
                Suggestion.For(schedule.TimeZone, TimeZoneInfo.GetSystemTimeZones()
                    .Select(zone => zone.Id)) ?? "such as Europe/Berlin or America/New_York");
        }
    }

    private static IEnumerable<ResourceProblem> Overlaps(IReadOnlyList<OpeningHours> hours)
    {
        for (var later = 1; later < hours.Count; later++)
        {
            for (var earlier = 0; earlier < later; earlier++)
            {
                var (a, b) = (hours[earlier], hours[later]);
                var shared = a.Days.Intersect(b.Days).ToList();
                if (shared.Count > 0 && string.CompareOrdinal(a.Opens, b.Closes) < 0 && string.CompareOrdinal(b.Opens, a.Closes) < 0)
                {
                    yield return new($"spec.schedule.hours[{later}]", $"overlaps hours[{earlier}] on {string.Join(", ", shared)}",
                        "join them or move one");
                }
            }
        }
    }

    private static IEnumerable<ResourceProblem> Dates(IReadOnlyList<SpecialDay> days) => days
        .Select((day, i) => (day, i))
        .Where(pair => !DateOnly.TryParseExact(pair.day.Date, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
        .Select(pair => new ResourceProblem($"spec.schedule.specialDays[{pair.i}].date", $"there is no day {pair.day.Date}"));
}
