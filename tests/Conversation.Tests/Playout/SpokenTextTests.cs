using VoiceAgent.Conversation.Playout;
using VoiceAgent.Conversation.Speech;
using Xunit;

namespace VoiceAgent.Conversation.Tests.Playout;

public sealed class SpokenTextTests
{
    [Theory]
    [InlineData(0.0, "")]
    [InlineData(0.5, "One two")]
    [InlineData(1.0, "One two three four.")]
    [InlineData(1.6, "One two three four. Five")]
    [InlineData(9.0, "One two three four. Five six.")]
    public void Without_marks_the_share_of_the_audio_decides_and_words_stay_whole(double seconds, string heard)
    {
        var text = new SpokenText(1_000);
        text.Begin("One two three four.", 0);
        text.End(1_000);
        text.Begin("Five six.", 1_000);
        text.End(2_000);

        Assert.Equal(heard, text.Before((long)(seconds * 1_000)));
        Assert.Equal("One two three four. Five six.", text.Whole);
    }

    [Fact]
    public void Marks_of_the_provider_decide_where_there_are_some()
    {
        var text = new SpokenText(1_000);
        text.Begin("Slow fast fast", 0);
        text.Mark([new SpeechMark(0, TimeSpan.Zero), new SpeechMark(5, TimeSpan.FromSeconds(0.9)), new SpeechMark(10, TimeSpan.FromSeconds(1.2))], trimmed: 100);

        Assert.Equal("", text.Before(500));
        Assert.Equal("Slow", text.Before(850));
        Assert.Equal("Slow fast", text.Before(1_150));
    }

    [Fact]
    public void A_sentence_still_being_made_is_measured_by_the_pace_of_speech()
    {
        var text = new SpokenText(1_000);
        text.Begin("This sentence has thirty signs", 0);

        Assert.Equal("This sentence", text.Before(1_000));
    }
}
