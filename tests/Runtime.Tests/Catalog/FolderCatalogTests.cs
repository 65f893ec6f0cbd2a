using VoiceAgent.Resources.Objects;
using VoiceAgent.Runtime.Catalog;
using Xunit;

namespace VoiceAgent.Runtime.Tests.Catalog;

public sealed class FolderCatalogTests : IAsyncDisposable
{
    private readonly CatalogFolder _folder = new();

    public ValueTask DisposeAsync() => _folder.DisposeAsync();

    [Fact]
    public async Task What_is_in_the_folder_is_there_when_the_host_has_started()
    {
        _folder.Write("agents/reception.yaml", CatalogFolder.Agent());
        _folder.Write("deep/er/handbook.yml", CatalogFolder.Knowledge());
        _folder.Write("deep/er/docs/hours.md", "# Hours\nWe are open.");
        _folder.Write("notes.txt", "not a resource");
        _folder.Write(".draft.yaml", "not: a resource");

        await _folder.StartAsync();

        Assert.Empty(_folder.Current.Problems);
        Assert.Equal(["KnowledgeBase handbook", "Tenant clinic", "VoiceAgent reception"], Names(_folder.Current));
        Assert.All(_folder.Current.Entries, entry => Assert.True(entry.IsReady, entry.Find(ConditionTypes.Ready)!.Message));
        var agent = _folder.Current.FindAgent("clinic", "reception")!;
        Assert.Equal(("clinic", "agents/reception.yaml:1"), (agent.TenantId, agent.Source));
        Assert.True(agent.CanTakeCalls);
        Assert.Equal(["hours.md"], _folder.Current.FindKnowledge("clinic", "handbook")!.Content.Documents.Select(document => document.Name));
    }

    [Fact]
    public async Task An_edit_takes_effect_as_a_new_revision()
    {
        _folder.Write("reception.yaml", CatalogFolder.Agent(greeting: "Hello."));
        await _folder.StartAsync();
        var before = _folder.Current.FindAgent("clinic", "reception")!;

        _folder.Write("reception.yaml", CatalogFolder.Agent(greeting: "Good day."));
        await _folder.UntilAsync(_ => _folder.Greeting() == "Good day.");

        Assert.NotEqual(before.Revision, _folder.Current.FindAgent("clinic", "reception")!.Revision);
        Assert.Equal("Hello.", before.Resource.Spec.Greeting!.Text);
    }

    [Fact]
    public async Task A_broken_edit_is_reported_with_every_problem_and_the_last_good_version_keeps_serving()
    {
        _folder.Write("reception.yaml", CatalogFolder.Agent());
        await _folder.StartAsync();

        _folder.Write("reception.yaml", CatalogFolder.Agent(greeting: "Broken.", more: """
              limits: {maxCallSeconds: 5}
              languages2: []
            """));
        await _folder.UntilAsync(current => current.Problems.Count > 0);

        Assert.Equal("Hello.", _folder.Greeting());
        Assert.Equal(2, _folder.Current.Problems.Count);
        var range = Assert.Single(_folder.Current.Problems, problem => problem.Path == "spec.limits.maxCallSeconds");
        Assert.Equal(("reception.yaml", 13), (range.Source, range.Line));
        Assert.Contains("30", range.ToString(), StringComparison.Ordinal);
        var unknown = Assert.Single(_folder.Current.Problems, problem => problem.Path == "spec.languages2");
        Assert.Equal(14, unknown.Line);
        var agent = _folder.Current.FindAgent("clinic", "reception")!;
        Assert.Equal((ConditionStatus.False, Reasons.SpecInvalid), Status(agent, ConditionTypes.Accepted));
        Assert.True(agent.IsReady);
        Assert.True(agent.CanTakeCalls);
    }

    [Fact]
    public async Task A_repaired_file_serves_again_and_its_problems_are_gone()
    {
        _folder.Write("reception.yaml", CatalogFolder.Agent());
        await _folder.StartAsync();
        _folder.Write("reception.yaml", "kind: [");
        await _folder.UntilAsync(current => current.Problems.Count == 1);

        Assert.StartsWith("is not valid YAML", _folder.Current.Problems[0].Message, StringComparison.Ordinal);
        _folder.Write("reception.yaml", CatalogFolder.Agent(greeting: "Repaired."));
        await _folder.UntilAsync(current => current.Problems.Count == 0);

        Assert.Equal("Repaired.", _folder.Greeting());
    }

    [Fact]
    public async Task A_file_of_many_documents_takes_effect_as_a_whole_or_not_at_all()
    {
        _folder.Write("all.yaml", CatalogFolder.Agent("one") + "\n---\n" + CatalogFolder.Agent("two"));
        await _folder.StartAsync();

        _folder.Write("all.yaml", CatalogFolder.Agent("one", greeting: "New.") + "\n---\n" + CatalogFolder.Agent("two").Replace("languages", "langs", StringComparison.Ordinal));
        await _folder.UntilAsync(current => current.Problems.Count > 0);

        Assert.Equal("Hello.", _folder.Greeting("one"));
        Assert.NotNull(_folder.Greeting("two"));
        Assert.All(_folder.Current.Problems, problem => Assert.True(problem.Line > 14, problem.ToString()));
    }

    [Fact]
    public async Task A_file_that_was_never_right_shows_as_refused_and_harms_no_other()
    {
        _folder.Write("bad.yaml", CatalogFolder.Agent("bad").Replace("greeting", "greting", StringComparison.Ordinal));
        _folder.Write("reception.yaml", CatalogFolder.Agent());

        await _folder.StartAsync();

        Assert.NotNull(_folder.Greeting());
        var refused = Assert.Single(_folder.Current.Entries.OfType<RefusedEntry>());
        Assert.Equal(("VoiceAgent", "bad"), (refused.Kind, refused.Name));
        Assert.Equal((ConditionStatus.False, Reasons.SpecInvalid), Status(refused, ConditionTypes.Accepted));
        Assert.Contains("greeting", Assert.Single(_folder.Current.Problems).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_deleted_file_takes_its_resources_along()
    {
        _folder.Write("reception.yaml", CatalogFolder.Agent());
        await _folder.StartAsync();

        File.Delete(_folder.PathOf("reception.yaml"));

        await _folder.UntilAsync(current => current.FindAgent("clinic", "reception") is null);
    }

    [Fact]
    public async Task A_broken_file_that_is_deleted_takes_its_last_good_version_along()
    {
        _folder.Write("reception.yaml", CatalogFolder.Agent());
        await _folder.StartAsync();
        _folder.Write("reception.yaml", "kind: [");
        await _folder.UntilAsync(current => current.Problems.Count == 1);

        File.Delete(_folder.PathOf("reception.yaml"));
        await _folder.UntilAsync(current => current.Problems.Count == 0);

        Assert.Null(_folder.Greeting());
    }

    [Fact]
    public async Task An_editor_that_saves_by_renaming_is_followed()
    {
        _folder.Write("reception.yaml", CatalogFolder.Agent());
        await _folder.StartAsync();

        _folder.Write("reception.yaml.tmp", CatalogFolder.Agent(greeting: "Renamed."));
        File.Move(_folder.PathOf("reception.yaml.tmp"), _folder.PathOf("reception.yaml"), overwrite: true);

        await _folder.UntilAsync(_ => _folder.Greeting() == "Renamed.");
    }

    [Fact]
    public async Task A_renamed_file_keeps_its_agent_in_service()
    {
        _folder.Write("reception.yaml", CatalogFolder.Agent());
        await _folder.StartAsync();
        var missing = 0;
        _folder.Catalog.Changed += current => missing += current.FindAgent("clinic", "reception") is null ? 1 : 0;

        File.Move(_folder.PathOf("reception.yaml"), _folder.PathOf("front-desk.yaml"));
        await _folder.UntilAsync(current => current.FindAgent("clinic", "reception")?.Source == "front-desk.yaml:1");

        Assert.Equal(0, missing);
    }

    [Fact]
    public async Task A_mounted_ConfigMap_that_kubelet_swaps_is_followed()
    {
        Directory.CreateDirectory(_folder.PathOf("..2026_1"));
        File.WriteAllText(_folder.PathOf("..2026_1/reception.yaml"), CatalogFolder.Agent());
        Directory.CreateSymbolicLink(_folder.PathOf("..data"), "..2026_1");
        File.CreateSymbolicLink(_folder.PathOf("reception.yaml"), Path.Combine("..data", "reception.yaml"));
        await _folder.StartAsync();
        Assert.Equal("Hello.", _folder.Greeting());

        Directory.CreateDirectory(_folder.PathOf("..2026_2"));
        File.WriteAllText(_folder.PathOf("..2026_2/reception.yaml"), CatalogFolder.Agent(greeting: "Swapped."));
        Directory.CreateSymbolicLink(_folder.PathOf("..data_tmp"), "..2026_2");
        Rename(_folder.PathOf("..data_tmp"), _folder.PathOf("..data"));

        await _folder.UntilAsync(_ => _folder.Greeting() == "Swapped.");
        Assert.Equal(2, _folder.Current.Entries.Count);
    }

    [Fact]
    public async Task A_folder_that_appears_later_or_is_replaced_is_found_again()
    {
        await using var late = new CatalogFolder(rescanSeconds: 1, withTenant: false);
        Directory.Delete(late.Root);
        await late.StartAsync();
        Assert.Contains("there is no such folder", Assert.Single(late.Current.Problems).Message, StringComparison.Ordinal);

        late.Write("tenant.yaml", CatalogFolder.Tenant);
        late.Write("reception.yaml", CatalogFolder.Agent());
        await late.UntilAsync(current => current.FindAgent("clinic", "reception") is not null);

        Directory.Move(late.Root, late.Root + "-old");
        late.Write("tenant.yaml", CatalogFolder.Tenant);
        late.Write("reception.yaml", CatalogFolder.Agent(greeting: "New folder."));
        await late.UntilAsync(_ => late.Greeting() == "New folder.");
    }

    [Fact]
    public async Task Looking_again_finds_what_no_sign_told_and_publishes_nothing_when_nothing_changed()
    {
        await using var polled = new CatalogFolder(rescanSeconds: 1);
        await polled.StartAsync();
        var version = polled.Current.Version;

        await Task.Delay(TimeSpan.FromSeconds(2.5), TimeProvider.System);

        Assert.Equal(version, polled.Current.Version);
    }

    [Fact]
    public async Task Of_two_resources_with_one_name_the_first_stays_and_the_second_is_reported()
    {
        _folder.Write("b.yaml", CatalogFolder.Agent(greeting: "First."));
        await _folder.StartAsync();

        _folder.Write("a.yaml", "# the same agent\n" + CatalogFolder.Agent(greeting: "Second."));
        await _folder.UntilAsync(current => current.Problems.Count == 1);

        Assert.Equal("First.", _folder.Greeting());
        Assert.Equal(("a.yaml", 4, "metadata.name"), (_folder.Current.Problems[0].Source, _folder.Current.Problems[0].Line, _folder.Current.Problems[0].Path));
        Assert.Contains("b.yaml:1", _folder.Current.Problems[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_no_text_or_too_large_is_refused()
    {
        File.WriteAllBytes(_folder.PathOf("binary.yaml"), [0xFF, 0xFE, 0x00, 0x80]);
        _folder.Write("large.yaml", new string('#', 2_000_000));

        await _folder.StartAsync();

        Assert.Equal(["binary.yaml: is not UTF-8 text", "large.yaml: is larger than 1024 KB"], _folder.Current.Problems.Select(problem => problem.ToString()));
    }

    [Fact]
    public async Task The_time_of_a_condition_stays_while_it_holds()
    {
        _folder.Write("reception.yaml", CatalogFolder.Agent());
        await _folder.StartAsync();
        var before = _folder.Current.FindAgent("clinic", "reception")!.Find(ConditionTypes.Ready)!.LastTransitionTime;

        _folder.Write("other.yaml", CatalogFolder.Agent("other"));
        await _folder.UntilAsync(current => current.FindAgent("clinic", "other") is not null);

        Assert.Equal(before, _folder.Current.FindAgent("clinic", "reception")!.Find(ConditionTypes.Ready)!.LastTransitionTime);
    }

    [Fact]
    public async Task The_sample_clinic_is_ready()
    {
        await using var samples = new CatalogFolder(withTenant: false);
        CopyAll(Path.Combine(Repository.Root, "crds", "samples"), samples.Root);

        await samples.StartAsync();

        Assert.Empty(samples.Current.Problems);
        Assert.Equal(3, samples.Current.Entries.Count);
        Assert.All(samples.Current.Entries, entry => Assert.True(entry.IsReady, $"{entry.Name}: {entry.Find(ConditionTypes.Ready)!.Message}"));
        Assert.True(samples.Current.FindKnowledge("brightsmile", "clinic")!.Content.Documents.Count >= 3);
    }

    private static string[] Names(CatalogSnapshot current) => [.. current.Entries.Select(entry => $"{entry.Kind} {entry.Name}").Order(StringComparer.Ordinal)];

    private static (ConditionStatus, string) Status(CatalogEntry entry, string type) => (entry.Find(type)!.Status, entry.Find(type)!.Reason);

    /// <summary>rename(2): .NET's own move refuses to replace a link to a folder.</summary>
    private static void Rename(string from, string to)
    {
        using var move = System.Diagnostics.Process.Start("mv", ["-T", from, to]);
        move.WaitForExit();
        Assert.Equal(0, move.ExitCode);
    }

    private static void CopyAll(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
