using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using MimeKit;
using VoiceAgent.Runtime.Api;
using VoiceAgent.Runtime.Identity;
using VoiceAgent.Runtime.Identity.Access;
using VoiceAgent.Runtime.Identity.People;
using VoiceAgent.Runtime.Storage;
using VoiceAgent.Runtime.Tests.Storage;
using VoiceAgent.Runtime.Tenancy;
using VoiceAgent.Runtime.Storage.Isolation;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace VoiceAgent.Runtime.Tests.Identity;

/// <summary>The real management API on a real socket over a real database, with a clock that the test moves.</summary>
internal sealed partial class IdentityHost : IAsyncDisposable
{
    public const string Password = "plum-Kettle-94-orbit";

    private readonly WebApplication _app;
    private readonly TempFolder _folder;

    private IdentityHost(WebApplication app, TempFolder folder, FakeTimeProvider time)
    {
        _app = app;
        _folder = folder;
        Time = time;
        Address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        Http = NewClient();
    }

    public FakeTimeProvider Time { get; }

    public Uri Address { get; }

    public HttpClient Http { get; }

    public string Data => _folder.Path;

    public IServiceProvider Services => _app.Services;

    public static async Task<IdentityHost> StartAsync(TestDatabase database, Action<IServiceCollection>? configure = null, Action<WebApplication>? map = null)
    {
        var folder = new TempFolder();
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 24, 9, 0, 0, TimeSpan.Zero));
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var storage = database.Options(folder.Path);
        builder.Services.AddSingleton(Options.Create(new StorageOptions { Data = folder.Path, Postgres = storage.Postgres, PostgresOwner = storage.PostgresOwner }));
        builder.Services.AddSingleton<TimeProvider>(time);
        builder.Services.AddSingleton(database.Databases);
        builder.Services.AddIdentity();
        builder.Services.Configure<RateLimitSettings>(limits => (limits.PerCaller, limits.PerTenant, limits.PerAddress) = (10_000, 10_000, 10_000));
        builder.Services.Configure<IdentitySettings>(settings => settings.RootKey = Convert.ToBase64String(new byte[32]));
        configure?.Invoke(builder.Services);
        var app = builder.Build();
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.UseRouting();
        app.UseIdentity();
        app.MapIdentity();
        map?.Invoke(app);
        await app.StartAsync();
        return new IdentityHost(app, folder, time);
    }

    public HttpClient NewClient() => new(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = Address };

    /// <summary>A tenant of its own and its owner.</summary>
    public async Task<(string Tenant, string Email)> FoundAsync(Registration registration = Registration.Invited, Role role = Role.Owner, string? tenant = null)
    {
        tenant ??= TestDatabase.NewTenant();
        var email = $"owner@{tenant}.example";
        await Services.GetRequiredService<FirstOwner>().EnsureAsync(tenant, tenant, email, Password, role, CancellationToken.None);
        if (registration != Registration.Invited)
        {
            using var _ = TenantScope.Enter(tenant);
            await using var database = await Services.GetRequiredService<IDbContextFactory<RuntimeDatabase>>().CreateDbContextAsync();
            (await database.Set<TenantRecord>().SingleAsync()).Registration = registration;
            await database.SaveChangesAsync();
        }

        return (tenant, email);
    }

    /// <summary>One more person, made without mail.</summary>
    public async Task<string> AddPersonAsync(string tenant, Role role, string? email = null)
    {
        email ??= $"{role.ToString().ToLowerInvariant()}-{Guid.NewGuid():N}@{tenant}.example";
        using var _ = TenantScope.Enter(tenant);
        await using var scope = Services.CreateAsyncScope();
        var account = VoiceAgent.Runtime.Identity.SignIn.Registrations.NewAccount(tenant, email, "Somebody", role, Time.GetUtcNow());
        account.EmailVerifiedAt = Time.GetUtcNow();
        var made = await scope.ServiceProvider
            .GetRequiredService<Microsoft.AspNetCore.Identity.UserManager<VoiceAgent.Runtime.Identity.Accounts.Account>>().CreateAsync(account, Password);
        Assert.True(made.Succeeded, made.ToString());
        return email;
    }

    public async Task<Tokens> LoginAsync(string email, string? tenant = null, string password = Password)
    {
        using var response = await Http.PostAsJsonAsync("/api/v1/auth/login", new { email, password, tenant });
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        var body = await response.Content.ReadFromJsonAsync<JsonElement>();
        return new Tokens(body.GetProperty("accessToken").GetString()!, body.GetProperty("refreshToken").GetString()!);
    }

    /// <summary>A new person of some role, logged in without a password.</summary>
    public async Task<HttpClient> FastClientAsync(string tenant, Role role)
    {
        using var _ = TenantScope.Enter(tenant);
        var account = Runtime.Identity.SignIn.Registrations.NewAccount(tenant, $"{Guid.NewGuid():N}@{tenant}.example", "Somebody", role, Time.GetUtcNow());
        account.EmailVerifiedAt = Time.GetUtcNow();
        account.NormalizedEmail = account.Email.ToUpperInvariant();
        await using (var database = await Services.GetRequiredService<IDbContextFactory<RuntimeDatabase>>().CreateDbContextAsync())
        {
            database.Add(account);
            await database.SaveChangesAsync();
        }

        var begun = await Services.GetRequiredService<Runtime.Identity.Sessions.SessionStart>()
            .StartAsync(account, "pwd", new Microsoft.AspNetCore.Http.DefaultHttpContext(), CancellationToken.None);
        return Carrying(((Runtime.Identity.Sessions.SessionStart.Beginning.Started)begun).Tokens.AccessToken);
    }

    /// <summary>A client that carries somebody's access token.</summary>
    public async Task<HttpClient> ClientAsync(string email, string? tenant = null) => Carrying((await LoginAsync(email, tenant)).Access);

    public HttpClient Carrying(string token)
    {
        var client = NewClient();
        client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        return client;
    }

    /// <summary>Waits for a letter to somebody and takes the code out of its link.</summary>
    public async Task<string> CodeAsync(string to, string page)
    {
        string? code = null;
        await WaitUntil.TrueAsync(() => (code = Letters(to).Select(letter => CodeOf(letter, page)).LastOrDefault(found => found is not null)) is not null);
        return code!;
    }

    public IReadOnlyList<MimeMessage> Letters(string to)
    {
        var folder = Path.Combine(_folder.Path, "mail");
        return !Directory.Exists(folder)
            ? []
            : [.. Directory.GetFiles(folder, "*.eml").Order(StringComparer.Ordinal).Select(file => MimeMessage.Load(file)).Where(letter => letter.To.Mailboxes.Single().Address == to)];
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.DisposeAsync();
        _folder.Dispose();
    }

    private static string? CodeOf(MimeMessage letter, string page)
    {
        var link = Link().Match(letter.TextBody ?? "");
        return link.Success && link.Groups["page"].Value == page ? link.Groups["code"].Value : null;
    }

    [GeneratedRegex(@"/(?<page>[\w-]+)#code=(?<code>\S+)")]
    private static partial Regex Link();

    internal sealed record Tokens(string Access, string Refresh);
}
