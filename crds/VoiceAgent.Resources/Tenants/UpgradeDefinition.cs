using VoiceAgent.Resources.Constraints;
using VoiceAgent.Resources.Objects;

namespace VoiceAgent.Resources.Tenants;

/// <summary>How pods are replaced when the operator brings a new version.</summary>
public sealed record UpgradeDefinition
{
    /// <summary>Whether a new version of the operator replaces the pods.</summary>
    public Toggle AutoUpgrade { get; init; } = Toggle.Enabled;

    /// <summary>Whether new pods stand ready before old ones go.</summary>
    public UpgradeStrategy Strategy { get; init; } = UpgradeStrategy.RollingUpdate;

    /// <summary>When pods may be replaced; left out, at any time.</summary>
    public MaintenanceWindow? MaintenanceWindow { get; init; }
}

/// <summary>How pods are replaced.</summary>
public enum UpgradeStrategy
{
    /// <summary>A quarter at a time.</summary>
    RollingUpdate,

    /// <summary>All new pods first, then the old ones drain.</summary>
    Surge,
}

/// <summary>A recurring stretch of time.</summary>
public sealed record MaintenanceWindow
{
    /// <summary>When it begins: five cron fields, UTC.</summary>
    [Length(9, 64), Pattern(Patterns.Cron)]
    public required string Schedule { get; init; }

    /// <summary>How long it lasts, in minutes.</summary>
    [Range(15, 1440)]
    public required int DurationMinutes { get; init; }
}
