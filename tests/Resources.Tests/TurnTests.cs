using VoiceAgent.Resources.VoiceAgents.Turns;
using Xunit;

namespace VoiceAgent.Resources.Tests;

public sealed class TurnTests
{
    [Theory]
    [InlineData(TurnProfile.Default, null, null, 300, 2500)]
    [InlineData(TurnProfile.Quick, null, null, 200, 1200)]
    [InlineData(TurnProfile.Dictation, null, null, 600, 4000)]
    [InlineData(TurnProfile.Default, 500, null, 500, 2500)]
    [InlineData(TurnProfile.Default, 3000, null, 3000, 3000)]
    [InlineData(TurnProfile.Dictation, null, 400, 400, 400)]
    [InlineData(TurnProfile.Quick, 100, 5000, 100, 5000)]
    public void The_silence_that_ends_a_turn_is_the_profiles_unless_the_agent_says_otherwise(TurnProfile profile, int? minimum,
        int? maximum, int expectedMinimum, int expectedMaximum)
    {
        var turns = new TurnTakingDefinition { Profile = profile, MinSilenceMilliseconds = minimum, MaxSilenceMilliseconds = maximum };

        Assert.Equal(new SilenceWindow(expectedMinimum, expectedMaximum), turns.Silence());
    }
}
