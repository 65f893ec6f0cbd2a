namespace VoiceAgent.Resources.Objects;

/// <summary>Whether something is done.</summary>
public enum Toggle
{
    /// <summary>It is not done.</summary>
    Disabled,

    /// <summary>It is done.</summary>
    Enabled,
}

/// <summary>Whether something may happen.</summary>
public enum Permission
{
    /// <summary>It may.</summary>
    Allow,

    /// <summary>It may not.</summary>
    Deny,
}

/// <summary>What happens to things outside the cluster's own storage when their resource is deleted.</summary>
public enum ReclaimPolicy
{
    /// <summary>They stay.</summary>
    Retain,

    /// <summary>They are deleted with the resource.</summary>
    Delete,
}

/// <summary>The type of a value that is collected, extracted or passed along.</summary>
public enum FieldType
{
    /// <summary>Any text.</summary>
    Text,

    /// <summary>A number.</summary>
    Number,

    /// <summary>Yes or no.</summary>
    YesNo,

    /// <summary>A calendar date.</summary>
    Date,

    /// <summary>A time of day.</summary>
    Time,

    /// <summary>A telephone number.</summary>
    Phone,

    /// <summary>A mail address.</summary>
    Email,

    /// <summary>Digits, spoken or pressed.</summary>
    Digits,

    /// <summary>One of a list of choices.</summary>
    Choice,
}
