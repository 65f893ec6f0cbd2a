using VoiceAgent.Resources.Constraints;

namespace VoiceAgent.Resources.Tenants;

/// <summary>The most that a tenant may use. What is left out is not limited here.</summary>
public sealed record QuotaDefinition
{
    /// <summary>Agents at most.</summary>
    [Range(0, 10_000)]
    public int? MaxAgents { get; init; }

    /// <summary>Calls at the same time at most, over all agents.</summary>
    [Range(1, 1_000_000)]
    public int? MaxConcurrentCalls { get; init; }

    /// <summary>Processor and memory of the namespace.</summary>
    public ComputeAmounts? Compute { get; init; }
}

/// <summary>Processor and memory.</summary>
public sealed record ComputeAmounts
{
    /// <summary>Processor, such as 500m or 2.</summary>
    [Length(1, 32), Pattern(Patterns.Quantity)]
    public string? Cpu { get; init; }

    /// <summary>Memory, such as 512Mi or 2Gi.</summary>
    [Length(1, 32), Pattern(Patterns.Quantity)]
    public string? Memory { get; init; }
}
