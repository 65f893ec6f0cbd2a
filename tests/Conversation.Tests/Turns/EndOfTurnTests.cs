using VoiceAgent.Conversation.Turns;
using Xunit;

namespace VoiceAgent.Conversation.Tests.Turns;

public sealed class EndOfTurnTests
{
    [Theory]
    [InlineData("what are your opening hours on saturday", 300, 450)]
    [InlineData("Could you help me?", 300, 350)]
    [InlineData("yes", 300, 350)]
    [InlineData("i would like to make an appointment and", 1_500, 2_000)]
    [InlineData("my name is", 1_500, 2_000)]
    [InlineData("it is five five five", 1_200, 1_600)]
    [InlineData("", 800, 1_000)]
    public void The_words_decide_how_long_the_agent_waits(string text, int atLeast, int atMost)
    {
        Assert.InRange(EndOfTurn.Delay(text, new TurnOptions()).TotalMilliseconds, atLeast, atMost);
    }

    [Fact]
    public void A_dictating_caller_gets_more_time_and_a_quick_one_less()
    {
        var text = "my number is five five";
        var (quick, ordinary, dictation) = (Delay(TurnProfile.Quick), Delay(TurnProfile.Default), Delay(TurnProfile.Dictation));

        Assert.True(quick < ordinary && ordinary < dictation);

        TimeSpan Delay(TurnProfile profile) => EndOfTurn.Delay(text, new TurnOptions { Profile = profile, MaxSilence = TimeSpan.FromSeconds(4) });
    }

    [Fact]
    public void The_agents_bounds_hold_whatever_was_said()
    {
        var options = new TurnOptions { MinSilence = TimeSpan.FromMilliseconds(800), MaxSilence = TimeSpan.FromMilliseconds(900) };

        Assert.Equal(options.MinSilence, EndOfTurn.Delay("Yes!", options));
        Assert.Equal(options.MaxSilence, EndOfTurn.Delay("and", options));
    }

    [Theory]
    [InlineData("mm-hm", "en-US", true)]
    [InlineData("okay right", "en-GB", true)]
    [InlineData("", "en-US", true)]
    [InlineData("okay but how much", "en-US", false)]
    [InlineData("stop", "en-US", false)]
    [InlineData("yeah yeah yeah yeah", "en-US", false)]
    [InlineData("genau", "de-DE", true)]
    [InlineData("genau", "en-US", false)]
    [InlineData("okay", "xx", false)]
    public void A_listeners_sound_is_told_from_a_word_that_is_meant(string text, string language, bool expected)
    {
        Assert.Equal(expected, Backchannel.IsOnly(text, language));
    }
}
