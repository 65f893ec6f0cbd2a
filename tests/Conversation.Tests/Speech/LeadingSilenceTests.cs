using VoiceAgent.Conversation.Speech;
using Xunit;

namespace VoiceAgent.Conversation.Tests.Speech;

public sealed class LeadingSilenceTests
{
    [Theory]
    [InlineData(200, 10)]
    [InlineData(5, 10)]
    [InlineData(0, 0)]
    public void Silence_in_front_of_speech_is_left_out_up_to_what_is_kept(int silentMilliseconds, int keptMilliseconds)
    {
        short[] speech = [.. new short[16 * silentMilliseconds], .. Enumerable.Repeat((short)5_000, 800)];

        foreach (var piece in new[] { 100, 160, 8_000 })
        {
            var silence = new LeadingSilence(16_000, TimeSpan.FromMilliseconds(keptMilliseconds));
            var heard = speech.Chunk(piece).Sum(chunk => silence.Next(chunk).Length);

            Assert.InRange(heard, 800, 800 + (16 * keptMilliseconds));
            Assert.Equal(speech.Length, heard + silence.Trimmed);
        }
    }

    [Fact]
    public void A_pause_that_is_meant_is_kept()
    {
        var silence = new LeadingSilence(16_000, TimeSpan.Zero);

        Assert.Equal(16_000, new short[16_000].Chunk(160).Sum(chunk => silence.Next(chunk).Length) + silence.Trimmed);
        Assert.InRange(silence.Trimmed, 1, 9_600);
    }
}
