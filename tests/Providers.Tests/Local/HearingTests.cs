using System.Diagnostics;
using VoiceAgent.Conversation.Transcription;
using VoiceAgent.Providers.Local;
using VoiceAgent.Providers.Local.Hearing;
using Xunit;
using Xunit.Abstractions;

namespace VoiceAgent.Providers.Tests.Local;

public sealed class HearingTests(ITestOutputHelper output) : IDisposable
{
    private readonly LocalTranscriber _transcriber = new("local", new LocalOptions { Decoders = 2 });

    public void Dispose() => _transcriber.Dispose();

    [Theory]
    [InlineData("slt")]
    [InlineData("rms")]
    [InlineData("awb")]
    public async Task Questions(string voice)
    {
        var clock = Stopwatch.StartNew();
        await using var ear = await _transcriber.OpenAsync(Sample.Hearing(), default);
        output.WriteLine($"open {clock.ElapsedMilliseconds} ms, {Process.GetCurrentProcess().WorkingSet64 >> 20} MB");
        var number = 0;
        foreach (var question in new[] { "What are your opening hours on Saturday?", "How much is a birthday cake?", "Where can I park my car?", "Can I pay by credit card?", "Do you have anything without gluten?", "goodbye" })
        {
            var samples = await Sample.SpeakAsync(question, voice);
            clock.Restart();
            ear.Begin(++number);
            foreach (var piece in samples.Chunk(320))
            {
                ear.Write(piece);
            }

            ear.End(number);
            TranscriptEvent last;
            do
            {
                last = await ear.Events.ReadAsync();
            }
            while (!last.IsFinal);
            output.WriteLine($"{clock.ElapsedMilliseconds} ms for {samples.Length / 16} ms, {last.Confidence:F3}: {question} => {last.Text}");
        }
    }
}
