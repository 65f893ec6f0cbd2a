using VoiceAgent.Resources.Objects;
using Xunit;

namespace VoiceAgent.Runtime.Tests.Catalog;

/// <summary>What a resource names, and what is said when it is not there.</summary>
public sealed class CatalogLinkTests : IAsyncDisposable
{
    private readonly CatalogFolder _folder = new();

    public ValueTask DisposeAsync() => _folder.DisposeAsync();

    [Fact]
    public async Task A_missing_knowledge_base_is_named_and_the_agent_takes_calls_without_it()
    {
        _folder.Write("reception.yaml", CatalogFolder.Agent(more: "  knowledgeBaseRefs: [{name: handbok}]"));
        _folder.Write("handbook.yaml", CatalogFolder.Knowledge());
        _folder.Write("docs/hours.md", "We are open.");

        await _folder.StartAsync();

        var agent = _folder.Current.FindAgent("clinic", "reception")!;
        var resolved = agent.Find(ConditionTypes.RefsResolved)!;
        Assert.Equal((ConditionStatus.False, Reasons.KnowledgeBaseNotFound), (resolved.Status, resolved.Reason));
        Assert.Contains("handbok", resolved.Message, StringComparison.Ordinal);
        Assert.False(agent.IsReady);
        Assert.True(agent.CanTakeCalls);

        _folder.Write("reception.yaml", CatalogFolder.Agent(more: "  knowledgeBaseRefs: [{name: handbook}]"));
        await _folder.UntilAsync(current => current.FindAgent("clinic", "reception")!.IsReady);
    }

    [Fact]
    public async Task A_missing_provider_is_named_and_the_agent_takes_no_calls()
    {
        _folder.Write("reception.yaml", CatalogFolder.Agent().Replace("{name: local}, model: extractive", "{name: openai}, model: gpt", StringComparison.Ordinal));

        await _folder.StartAsync();

        var agent = _folder.Current.FindAgent("clinic", "reception")!;
        Assert.Equal(Reasons.ProviderNotFound, agent.Find(ConditionTypes.RefsResolved)!.Reason);
        Assert.Contains("spec.pipeline.cascade.llm", agent.Find(ConditionTypes.RefsResolved)!.Message, StringComparison.Ordinal);
        Assert.False(agent.CanTakeCalls);
    }

    [Fact]
    public async Task A_missing_key_shows_at_the_tenant_and_at_the_agent_that_needs_it()
    {
        _folder.Write("tenant.yaml", CatalogFolder.Tenant + "\n    - {name: vendor, type: OpenAI, credentialsRef: {name: vendor-test, key: api-key}}\n");
        _folder.Write("needy.yaml", CatalogFolder.Agent("needy").Replace("{name: local}, model: extractive", "{name: vendor}, model: gpt", StringComparison.Ordinal));
        _folder.Write("frugal.yaml", CatalogFolder.Agent("frugal"));

        await _folder.StartAsync();

        Assert.Equal(Reasons.SecretNotFound, _folder.Current.Tenants["clinic"].Find(ConditionTypes.RefsResolved)!.Reason);
        var needy = _folder.Current.FindAgent("clinic", "needy")!;
        Assert.Contains("vendor-test", needy.Find(ConditionTypes.RefsResolved)!.Message, StringComparison.Ordinal);
        Assert.False(needy.CanTakeCalls);
        Assert.True(_folder.Current.FindAgent("clinic", "frugal")!.IsReady);

        _folder.Write("secrets/clinic/vendor-test/api-key", "sk-1\n");
        await _folder.UntilAsync(current => current.FindAgent("clinic", "needy")!.CanTakeCalls);
        Assert.True(_folder.Current.Tenants["clinic"].IsReady);
        Assert.Equal("sk-1", _folder.Secrets.Read("clinic", "vendor-test", "api-key"));
        Assert.Null(_folder.Secrets.Read("other", "vendor-test", "api-key"));
    }

    [Fact]
    public async Task A_secret_may_come_from_the_environment_and_is_read_at_each_use()
    {
        await _folder.StartAsync();
        Assert.Null(_folder.Secrets.Read("clinic", "va-test-vendor", "api-key"));

        Environment.SetEnvironmentVariable("VA_TEST_VENDOR_API_KEY", "sk-2");
        try
        {
            Assert.Equal("sk-2", _folder.Secrets.Read("clinic", "va-test-vendor", "api-key"));
        }
        finally
        {
            Environment.SetEnvironmentVariable("VA_TEST_VENDOR_API_KEY", null);
        }
    }

    [Theory]
    [InlineData("..", "tenant.yaml")]
    [InlineData("vendor", "..")]
    public async Task A_secret_is_never_read_from_outside_its_folder(string name, string key)
    {
        await _folder.StartAsync();
        _folder.Write("secrets/vendor/key", "value");

        Assert.Null(_folder.Secrets.Read("clinic", name, key));
    }

    [Fact]
    public async Task An_agent_in_a_namespace_of_no_tenant_is_nobodys()
    {
        _folder.Write("stray.yaml", CatalogFolder.Agent("stray").Replace("namespace: clinic", "namespace: elsewhere", StringComparison.Ordinal));

        await _folder.StartAsync();

        var stray = Assert.Single(_folder.Current.Entries, entry => entry.Name == "stray");
        Assert.Equal(Reasons.TenantNotFound, stray.Find(ConditionTypes.RefsResolved)!.Reason);
        Assert.Null(stray.TenantId);
        Assert.Null(_folder.Current.FindAgent("clinic", "stray"));
    }

    [Fact]
    public async Task An_agent_without_a_namespace_belongs_to_the_only_tenant()
    {
        _folder.Write("reception.yaml", CatalogFolder.Agent().Replace(", namespace: clinic", "", StringComparison.Ordinal));
        await _folder.StartAsync();
        Assert.True(_folder.Current.FindAgent("clinic", "reception")!.IsReady);

        _folder.Write("second.yaml", CatalogFolder.Tenant.Replace("clinic", "second", StringComparison.Ordinal));

        await _folder.UntilAsync(current => current.FindAgent("clinic", "reception") is null);
    }

    [Fact]
    public async Task Two_tenants_may_have_agents_of_one_name()
    {
        _folder.Write("second.yaml", CatalogFolder.Tenant.Replace("clinic", "second", StringComparison.Ordinal));
        _folder.Write("one.yaml", CatalogFolder.Agent(greeting: "One."));
        _folder.Write("two.yaml", CatalogFolder.Agent(greeting: "Two.").Replace("namespace: clinic", "namespace: second", StringComparison.Ordinal));

        await _folder.StartAsync();

        Assert.Empty(_folder.Current.Problems);
        Assert.Equal("One.", _folder.Current.FindAgent("clinic", "reception")!.Resource.Spec.Greeting!.Text);
        Assert.Equal("Two.", _folder.Current.FindAgent("second", "reception")!.Resource.Spec.Greeting!.Text);
    }

    [Fact]
    public async Task A_prompt_may_come_from_a_ConfigMap_and_its_change_is_a_new_revision()
    {
        _folder.Write("configmaps/prompts/reception.md", "Be kind.");
        _folder.Write("reception.yaml", CatalogFolder.Agent()
            .Replace("{inline: You answer the telephone.}", "{configMapKeyRef: {name: prompts, key: reception.md}}", StringComparison.Ordinal));
        await _folder.StartAsync();
        var before = _folder.Current.FindAgent("clinic", "reception")!;
        Assert.Equal(("Be kind.", true), (before.PromptText, before.IsReady));

        _folder.Write("configmaps/prompts/reception.md", "Be brief.");
        await _folder.UntilAsync(current => current.FindAgent("clinic", "reception")!.PromptText == "Be brief.");

        Assert.NotEqual(before.Revision, _folder.Current.FindAgent("clinic", "reception")!.Revision);
    }

    [Fact]
    public async Task An_edited_document_changes_the_knowledge_and_not_the_agent()
    {
        _folder.Write("handbook.yaml", CatalogFolder.Knowledge());
        _folder.Write("docs/hours.md", "We open at nine.");
        _folder.Write("reception.yaml", CatalogFolder.Agent(more: "  knowledgeBaseRefs: [{name: handbook}]"));
        await _folder.StartAsync();
        var before = _folder.Current.FindKnowledge("clinic", "handbook")!.Content;
        var revision = _folder.Current.FindAgent("clinic", "reception")!.Revision;

        _folder.Write("docs/hours.md", "We open at ten.");
        await _folder.UntilAsync(current => current.FindKnowledge("clinic", "handbook")!.Content.Hash != before.Hash);

        Assert.Equal("We open at ten.", Assert.Single(_folder.Current.FindKnowledge("clinic", "handbook")!.Content.Documents).Text);
        Assert.Equal(revision, _folder.Current.FindAgent("clinic", "reception")!.Revision);
    }

    [Fact]
    public async Task Documents_are_chosen_by_pattern_and_by_being_text()
    {
        _folder.Write("handbook.yaml", CatalogFolder.Knowledge() + "\n      include: [\"**/*.md\"]\n      exclude: [\"drafts/**\"]\n    - {name: note, inline: {text: A note.}}\n");
        _folder.Write("docs/hours.md", "Hours.");
        _folder.Write("docs/prices/list.md", "Prices.");
        _folder.Write("docs/drafts/new.md", "Draft.");
        _folder.Write("docs/plan.txt", "Plan.");
        _folder.Write("docs/logo.png", "Not text.");
        _folder.Write("docs-of-others/other.md", "Other.");

        await _folder.StartAsync();

        var knowledge = _folder.Current.FindKnowledge("clinic", "handbook")!;
        Assert.Equal(["hours.md", "note", "prices/list.md"], knowledge.Content.Documents.Select(document => document.Name));
        Assert.True(knowledge.IsReady);
    }

    [Fact]
    public async Task A_missing_folder_and_a_source_that_cannot_be_read_here_are_said_so()
    {
        _folder.Write("handbook.yaml", CatalogFolder.Knowledge(path: "nowhere"));
        _folder.Write("site.yaml", """
            apiVersion: voiceagent.dev/v1alpha1
            kind: KnowledgeBase
            metadata: {name: site, namespace: clinic}
            spec:
              sources:
                - name: pages
                  web: {urls: ["https://clinic.example/"]}
            """);

        await _folder.StartAsync();

        Assert.Equal(Reasons.FolderNotFound, _folder.Current.FindKnowledge("clinic", "handbook")!.Find(ConditionTypes.RefsResolved)!.Reason);
        var site = _folder.Current.FindKnowledge("clinic", "site")!;
        Assert.Equal(Reasons.SourceFailed, site.Find(ConditionTypes.SourcesSynced)!.Reason);
        Assert.False(site.IsReady);
    }
}
