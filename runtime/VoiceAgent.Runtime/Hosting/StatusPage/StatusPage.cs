using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using VoiceAgent.Resources.Objects;
using VoiceAgent.Runtime.Calls;
using VoiceAgent.Runtime.Catalog;

namespace VoiceAgent.Runtime.Hosting.StatusPage;

/// <summary>
/// The page at <c>/</c> until the portal takes its place: what is loaded, what is wrong with it, how the process is, how to place a call.
/// Plain HTML that reads well aloud; nothing of any call stands in it.
/// </summary>
internal static class StatusPage
{
    public static string Render(StatusView view)
    {
        var agent = view.Catalog.Entries.OfType<AgentEntry>().FirstOrDefault(entry => entry.CanTakeCalls)?.Name;
        return "<!doctype html>\n" + Html.OfClass(
            "html",
            "lang=\"en\"",
            Html.Of("head", Html.OfClass("title", null, "VoiceAgent: status"), Viewport, Html.Style(StatusStyle.Css)),
            Html.Of(
                "body",
                Html.Of("header", Html.Of("h1", "VoiceAgent"), Html.Of("p", Summary(view))),
                Html.Of("main", HowToCall(view, agent), Resources(view), Problems(view.Catalog), Health(view.Health)),
                Html.Of("footer", Html.Of("p", $"As of {Moment(view.Now)}. Reload the page to look again."))));
    }

    private static Html Viewport => Html.Void("meta", "name=\"viewport\" content=\"width=device-width, initial-scale=1\"");

    private static string Summary(StatusView view)
    {
        var ready = view.Catalog.Entries.Count(entry => entry.IsReady);
        var calls = view.Live.Active == 1 ? "1 call" : $"{view.Live.Active} calls";
        var state = view.Live.IsDraining ? "Draining" : view.Health.Status == HealthStatus.Healthy ? "Well" : view.Health.Status.ToString();
        return $"{state}. {ready} of {view.Catalog.Entries.Count} resources are ready, {view.Catalog.Problems.Count} problems, {calls} now.";
    }

    private static Html HowToCall(StatusView view, string? agent) => Html.OfClass(
        "section",
        "aria-labelledby=\"call\"",
        Html.OfClass("h2", "id=\"call\"", "Place a call"),
        agent is null
            ? Html.Of("p", "No agent can take calls yet: see below what is missing.")
            : (object)new[]
            {
                Html.Of("p", "The key was printed at the first start; it is kept in ", Html.Of("code", view.KeyFile), "."),
                Html.Of("p", "With a recorded question:"),
                Html.Of("pre", Html.Of("code", $"voicectl call --agent {agent} --wav question.wav --out answer.wav")),
                Html.Of("p", "With any client of the OpenAI Realtime protocol, the key as its API key:"),
                Html.Of("pre", Html.Of("code", $"{view.Socket}/v1/realtime?model={agent}")),
                Html.Of("p", "What happened afterwards:"),
                Html.Of("pre", Html.Of("code", $"curl -H \"Authorization: Bearer $(cat {view.KeyFile})\" {view.Address}/api/v1/calls")),
            });

    private static Html Resources(StatusView view) => Section(
        "resources",
        "Resources",
        view.Catalog.Entries.Count == 0
            ? Html.Of("p", "Nothing is loaded.")
            : Table(
                "What is served, with its conditions",
                ["Kind", "Name", "State", "Conditions", "Found in"],
                view.Catalog.Entries.Select(entry => new object?[]
                {
                    entry.Kind,
                    entry.Namespace is null ? entry.Name : $"{entry.Namespace}/{entry.Name}",
                    State(entry, view.Faults),
                    Conditions(entry, view.Faults),
                    Html.Of("code", entry.Source),
                })));

    private static Html State(CatalogEntry entry, IReadOnlyDictionary<(string, string), string> faults) => entry switch
    {
        AgentEntry { TenantId: { } tenant } when faults.ContainsKey((tenant, entry.Name)) => Word("Not served", "bad"),
        RefusedEntry => Word("Refused", "bad"),
        { IsReady: true } when entry.Find(ConditionTypes.Accepted)?.Status == ConditionStatus.False => Word("Ready, edit refused", "poor"),
        { IsReady: true } => Word("Ready", "good"),
        AgentEntry { CanTakeCalls: true } => Word("Takes calls, something is missing", "poor"),
        _ => Word("Not ready", "bad"),
    };

    private static Html Conditions(CatalogEntry entry, IReadOnlyDictionary<(string, string), string> faults)
    {
        var lines = entry.Conditions.Where(condition => condition.Type != ConditionTypes.Ready)
            .Select(condition => Html.Of("li", $"{condition.Type}: {condition.Status} ({condition.Reason}). {condition.Message}")).ToList();
        if (entry is AgentEntry { TenantId: { } tenant } && faults.TryGetValue((tenant, entry.Name), out var fault))
        {
            lines.Add(Html.Of("li", $"{ConditionTypes.ProvidersHealthy}: {ConditionStatus.False} ({Reasons.ProviderUnhealthy}). {fault}"));
        }

        return Html.Of("ul", lines);
    }

    private static Html Problems(CatalogSnapshot catalog) => Section(
        "problems",
        "Problems",
        catalog.Problems.Count == 0
            ? Html.Of("p", "None: everything in the resources folder is valid.")
            : Table(
                "What was refused; the last good version of each file is served meanwhile",
                ["Where", "Field", "Problem", "What to do"],
                catalog.Problems.Select(problem => new object?[]
                {
                    Html.Of("code", problem.Line is null ? problem.Source : $"{problem.Source}:{problem.Line}"),
                    Html.Of("code", problem.Path),
                    problem.Message,
                    problem.Fix,
                })));

    private static Html Health(HealthReport health) => Section(
        "health",
        "Health",
        Table(
            "Each part that calls depend on",
            ["Part", "State", "Details"],
            health.Entries.Select(entry => new object?[]
            {
                entry.Key,
                Word(entry.Value.Status.ToString(), entry.Value.Status switch { HealthStatus.Healthy => "good", HealthStatus.Degraded => "poor", _ => "bad" }),
                entry.Value.Description,
            })));

    private static Html Section(string id, string title, Html content) => Html.OfClass(
        "section", $"aria-labelledby=\"{id}\"", Html.OfClass("h2", $"id=\"{id}\"", title), content);

    // The scrollable region can be reached and named by keyboard and screen reader.
    private static Html Table(string caption, IReadOnlyList<string> heads, IEnumerable<object?[]> rows) => Html.OfClass(
        "div",
        $"class=\"wide\" role=\"region\" tabindex=\"0\" aria-label=\"{caption}\"",
        Html.Of(
            "table",
            Html.Of("caption", caption),
            Html.Of("thead", Html.Of("tr", heads.Select(head => Html.OfClass("th", "scope=\"col\"", head)))),
            Html.Of("tbody", rows.Select(row => Html.Of("tr", row.Select(cell => Html.Of("td", cell)))))));

    private static Html Word(string text, string kind) => Html.OfClass("strong", $"class=\"{kind}\"", text);

    private static string Moment(DateTimeOffset moment) => moment.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
}

/// <summary>What the page shows.</summary>
/// <param name="Catalog">The resources.</param>
/// <param name="Faults">Why an agent's providers cannot serve it.</param>
/// <param name="Health">The parts.</param>
/// <param name="Live">The calls.</param>
/// <param name="Address">The API's address, as this client reached it.</param>
/// <param name="Socket">The same for sockets.</param>
/// <param name="KeyFile">Where the development key is kept.</param>
/// <param name="Now">When.</param>
internal sealed record StatusView(
    CatalogSnapshot Catalog,
    IReadOnlyDictionary<(string, string), string> Faults,
    HealthReport Health,
    LiveCalls Live,
    string Address,
    string Socket,
    string KeyFile,
    DateTimeOffset Now);
