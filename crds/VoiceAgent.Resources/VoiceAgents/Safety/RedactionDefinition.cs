using VoiceAgent.Resources.Constraints;
using VoiceAgent.Resources.Objects;

namespace VoiceAgent.Resources.VoiceAgents.Safety;

/// <summary>What is blotted out of everything that is stored. Log lines never hold any of it.</summary>
public sealed record RedactionDefinition
{
    /// <summary>Kinds of personal data.</summary>
    [Length(0, 16), ListSet]
    public IReadOnlyList<RedactedEntity> Entities { get; init; } = [];

    /// <summary>Whether the recording is silenced in the same places.</summary>
    public Toggle Audio { get; init; } = Toggle.Disabled;
}

/// <summary>A kind of personal data.</summary>
public enum RedactedEntity
{
    /// <summary>Numbers of payment cards.</summary>
    CardNumber,

    /// <summary>Bank accounts.</summary>
    BankAccount,

    /// <summary>Numbers of identity documents and social security.</summary>
    IdentityNumber,

    /// <summary>Telephone numbers.</summary>
    PhoneNumber,

    /// <summary>Mail addresses.</summary>
    Email,

    /// <summary>Dates of birth.</summary>
    BirthDate,

    /// <summary>Names of people.</summary>
    PersonName,

    /// <summary>Postal addresses.</summary>
    Address,
}
