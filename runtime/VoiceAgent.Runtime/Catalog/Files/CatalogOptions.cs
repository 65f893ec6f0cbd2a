using System.ComponentModel.DataAnnotations;

namespace VoiceAgent.Runtime.Catalog.Files;

/// <summary>The folder of resources.</summary>
internal sealed class CatalogOptions
{
    public const string Section = "Catalog";

    /// <summary>Folder of the YAML files, and of the folders <c>secrets</c> and <c>configmaps</c>. <c>VOICEAGENT_RESOURCES</c>.</summary>
    [Required]
    public string Resources { get; set; } = "./crds/samples";

    /// <summary>How long an edit may still be going on after its latest sign, in milliseconds.</summary>
    [Range(10, 1_000)]
    public int SettleMilliseconds { get; set; } = 100;

    /// <summary>How often the folder is looked through without being told to, in seconds: network volumes send no signs.</summary>
    [Range(1, 3_600)]
    public int RescanSeconds { get; set; } = 5;
}
