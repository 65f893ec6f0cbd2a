using VoiceAgent.Conversation.Speech;
using Xunit;

namespace VoiceAgent.Conversation.Tests.Speech;

public sealed class SentenceChunkerTests
{
    [Theory]
    [InlineData("We open at nine in the morning. We close at six.", "We open at nine in the morning.", "We close at six.")]
    [InlineData("The price is 3.50 euros for each. That is all.", "The price is 3.50 euros for each.", "That is all.")]
    [InlineData("Please ask for Dr. Miller at the desk. She will help.", "Please ask for Dr. Miller at the desk.", "She will help.")]
    [InlineData("Of course, I can help you with that question, just ask.", "Of course, I can help you with that question,", "just ask.")]
    [InlineData("Yes. We do.", "Yes. We do.")]
    [InlineData("It opens at 9:30 a.m. on every weekday here. Come early.", "It opens at 9:30 a.m. on every weekday here.", "Come early.")]
    [InlineData("# Prices\n- **Cleaning** costs [eighty](http://x.example) euros 😀 today", "Prices", "Cleaning costs eighty euros today")]
    [InlineData("   ")]
    public void Text_is_cut_where_a_speaker_would_breathe(string text, params string[] pieces)
    {
        Assert.Equal(pieces, Cut([text]));
        Assert.Equal(pieces, Cut(text.Select(character => character.ToString())));
    }

    [Fact]
    public void A_sentence_without_end_is_cut_before_it_grows_too_long()
    {
        var pieces = Cut([string.Join(' ', Enumerable.Repeat("word", 200))]);

        Assert.All(pieces, piece => Assert.InRange(piece.Length, 1, 240));
        Assert.Equal(200, pieces.Sum(piece => piece.Split(' ').Length));
    }

    [Fact]
    public void A_word_longer_than_a_piece_is_cut_and_nothing_is_lost()
    {
        Assert.Equal(1_000, Cut([new string('x', 1_000)]).Sum(piece => piece.Length));
    }

    private static List<string> Cut(IEnumerable<string> deltas)
    {
        var chunker = new SentenceChunker();
        var pieces = deltas.SelectMany(delta => chunker.Add(delta).ToList()).ToList();
        if (chunker.Finish() is { } rest)
        {
            pieces.Add(rest);
        }

        return pieces;
    }
}
