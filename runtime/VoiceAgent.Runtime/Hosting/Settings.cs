using Microsoft.Extensions.Options;
using VoiceAgent.Runtime.Calls;
using VoiceAgent.Runtime.Calls.Journal;
using VoiceAgent.Runtime.Calls.Recording;
using VoiceAgent.Runtime.Catalog.Files;
using VoiceAgent.Runtime.Storage;
using VoiceAgent.Runtime.Tenancy;

namespace VoiceAgent.Runtime.Hosting;

/// <summary>
/// Every setting of the host, with its environment variable: the short names below, and <c>VOICEAGENT_SECTION__SETTING</c> for all.
/// </summary>
internal static class Settings
{
    /// <summary>Environment variables with a name of their own, and the setting that each stands for.</summary>
    public static readonly IReadOnlyDictionary<string, string> ShortNames = new Dictionary<string, string>
    {
        ["PORT"] = $"{ListenerOptions.Section}:{nameof(ListenerOptions.Port)}",
        ["VOICEAGENT_INTERNAL_PORT"] = $"{ListenerOptions.Section}:{nameof(ListenerOptions.InternalPort)}",
        ["VOICEAGENT_BIND"] = $"{ListenerOptions.Section}:{nameof(ListenerOptions.Bind)}",
        ["VOICEAGENT_DATA"] = $"{StorageOptions.Section}:{nameof(StorageOptions.Data)}",
        ["VOICEAGENT_RESOURCES"] = $"{CatalogOptions.Section}:{nameof(CatalogOptions.Resources)}",
        ["VOICEAGENT_OWNER_PASSWORD"] = $"{TenancyOptions.Section}:{nameof(TenancyOptions.OwnerPassword)}",
        ["VOICEAGENT_POSTGRES"] = $"{StorageOptions.Section}:{nameof(StorageOptions.Postgres)}",
        ["VOICEAGENT_POSTGRES_OWNER"] = $"{StorageOptions.Section}:{nameof(StorageOptions.PostgresOwner)}",
        ["VOICEAGENT_TENANT"] = $"{TenancyOptions.Section}:{nameof(TenancyOptions.Tenant)}",
        ["VOICEAGENT_MAX_CALLS"] = $"{CallOptions.Section}:{nameof(CallOptions.Most)}",
        ["VOICEAGENT_DRAIN_SECONDS"] = $"{DrainOptions.Section}:{nameof(DrainOptions.Seconds)}",
    };

    /// <summary>The options classes of the host by their section.</summary>
    public static readonly IReadOnlyDictionary<string, Type> Sections = new Dictionary<string, Type>
    {
        [ListenerOptions.Section] = typeof(ListenerOptions),
        [StorageOptions.Section] = typeof(StorageOptions),
        [CatalogOptions.Section] = typeof(CatalogOptions),
        [TenancyOptions.Section] = typeof(TenancyOptions),
        [CallOptions.Section] = typeof(CallOptions),
        [JournalOptions.Section] = typeof(JournalOptions),
        [RecordingOptions.Section] = typeof(RecordingOptions),
        [DrainOptions.Section] = typeof(DrainOptions),
    };

    /// <summary>Reads the environment.</summary>
    public static void AddEnvironment(this IConfigurationBuilder configuration)
    {
        configuration.AddEnvironmentVariables("VOICEAGENT_");
        configuration.AddInMemoryCollection(
            from name in ShortNames
            let value = Environment.GetEnvironmentVariable(name.Key)
            where !string.IsNullOrEmpty(value)
            select new KeyValuePair<string, string?>(name.Value, value));
    }

    /// <summary>Binds every options class and has it checked before anything starts.</summary>
    public static void AddSettings(this IServiceCollection services, IConfiguration configuration)
    {
        Add<ListenerOptions>(ListenerOptions.Section);
        Add<StorageOptions>(StorageOptions.Section);
        Add<CatalogOptions>(CatalogOptions.Section);
        Add<TenancyOptions>(TenancyOptions.Section);
        Add<CallOptions>(CallOptions.Section);
        Add<JournalOptions>(JournalOptions.Section);
        Add<RecordingOptions>(RecordingOptions.Section);
        Add<DrainOptions>(DrainOptions.Section);

        void Add<T>(string section)
            where T : class => services.AddOptions<T>().Bind(configuration.GetSection(section)).ValidateDataAnnotations().ValidateOnStart();
    }

    /// <summary>What is wrong with the settings, in words for whoever set them; null when something else went wrong.</summary>
    public static string? Explain(Exception exception) => exception switch
    {
        OptionsValidationException invalid => string.Join(Environment.NewLine, invalid.Failures),
        InvalidOperationException { Source: "Microsoft.Extensions.Configuration.Binder" } binding => binding.Message,
        _ => null,
    };
}
