using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using VoiceAgent.Runtime.Catalog;
using VoiceAgent.Runtime.Catalog.Files;
using VoiceAgent.Runtime.Telemetry;

namespace VoiceAgent.Runtime.Tests.Catalog;

/// <summary>A folder of resources with a catalog over it, watched as in production.</summary>
internal sealed class CatalogFolder : IAsyncDisposable
{
    public const string Tenant = """
        apiVersion: voiceagent.dev/v1alpha1
        kind: Tenant
        metadata: {name: clinic}
        spec:
          namespace: {name: clinic}
          providers:
            - {name: local, type: Local}
        """;

    private readonly TempFolder _folder = new();
    private readonly FolderCatalog _catalog;

    public CatalogFolder(int rescanSeconds = 3600, bool withTenant = true)
    {
        Root = _folder["resources"];
        Directory.CreateDirectory(Root);
        if (withTenant)
        {
            Write("tenant.yaml", Tenant);
        }

        var options = Options.Create(new CatalogOptions { Resources = Root, RescanSeconds = rescanSeconds });
        Secrets = new FolderSecrets(Root);
        _catalog = new FolderCatalog(options, Secrets, Metrics, TimeProvider.System, NullLogger<FolderCatalog>.Instance);
    }

    public string Root { get; }

    public RuntimeMetrics Metrics { get; } = new();

    public FolderSecrets Secrets { get; }

    public ICatalog Catalog => _catalog;

    public CatalogSnapshot Current => _catalog.Current;

    public static string Agent(string name = "reception", string greeting = "Hello.", string more = "") => $$"""
        apiVersion: voiceagent.dev/v1alpha1
        kind: VoiceAgent
        metadata: {name: {{name}}, namespace: clinic}
        spec:
          languages: [en-US]
          prompt: {inline: You answer the telephone.}
          greeting: {text: "{{greeting}}"}
          pipeline:
            cascade:
              stt: {providerRef: {name: local}, model: pocketsphinx}
              llm: {providerRef: {name: local}, model: extractive}
              tts: {providerRef: {name: local}, model: flite, voice: slt}
        {{more}}
        """;

    public static string Knowledge(string name = "handbook", string path = "docs") => $$"""
        apiVersion: voiceagent.dev/v1alpha1
        kind: KnowledgeBase
        metadata: {name: {{name}}, namespace: clinic}
        spec:
          sources:
            - name: files
              files: {path: {{path}}}
        """;

    public string PathOf(string file) => Path.Combine(Root, file);

    public void Write(string file, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(file))!);
        File.WriteAllText(PathOf(file), text);
    }

    public Task StartAsync() => _catalog.StartAsync(CancellationToken.None);

    public Task UntilAsync(Func<CatalogSnapshot, bool> condition) => WaitUntil.TrueAsync(() => condition(Current));

    public string? Greeting(string agent = "reception") => Current.FindAgent("clinic", agent)?.Resource.Spec.Greeting?.Text;

    public async ValueTask DisposeAsync()
    {
        await _catalog.StopAsync(CancellationToken.None);
        _catalog.Dispose();
        _folder.Dispose();
    }
}
