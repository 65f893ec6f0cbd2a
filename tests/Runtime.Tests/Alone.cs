using Xunit;

namespace VoiceAgent.Runtime.Tests;

/// <summary>Tests that count what the whole process holds run while no others do.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
