using System.Runtime.InteropServices;
using VoiceAgent.Conversation.Audio;
using VoiceAgent.Conversation.Calls;
using VoiceAgent.Runtime.Tests.Realtime.Toolbox;
using Xunit;

namespace VoiceAgent.Runtime.Tests.Realtime;

public sealed class SoundTests
{
    private const int Tone = 440;

    [Theory]
    [InlineData("audio/pcm", 24_000)]
    [InlineData("audio/pcmu", 8_000)]
    [InlineData("audio/pcma", 8_000)]
    public async Task The_callers_audio_is_heard_at_16_kHz(string format, int rate)
    {
        await using var door = await Door.OpenAsync();
        await using var client = await DoorClient.ConnectAsync(door);
        var call = await door.Calls.NextAsync();
        await client.SendAsync(new { type = "session.update", session = new { type = "realtime", audio = new { input = new { format = new { type = format } } } } });
        await client.NextAsync("session.updated");

        foreach (var piece in Sine(rate, TimeSpan.FromSeconds(1)).Chunk(rate / 50))
        {
            await client.AppendAsync(Encode(format, piece));
        }

        await call.HeardAsync(15_900);
        Assert.Equal(Tone, Frequency([.. call.Samples[1000..15_000]], 16_000), 5.0);
        Assert.InRange(Loudness.Rms(CollectionsMarshal.AsSpan(call.Samples)[1000..15_000]), 6_500, 7_700);
    }

    [Theory]
    [InlineData("audio/pcmu")]
    [InlineData("audio/pcma")]
    public async Task The_agents_audio_comes_as_telephones_take_it(string format)
    {
        await using var door = await Door.OpenAsync();
        await using var client = await DoorClient.ConnectAsync(door);
        var call = await door.Calls.NextAsync();
        await client.SendAsync(new { type = "response.create", response = new { audio = new { output = new { format = new { type = format } } } } });
        await call.AskedForAsync("reply spoken");

        call.Tell(new ReplyStarted(default, 1, Spoken: true));
        var created = await client.NextAsync("response.created");
        await client.NextAsync("response.output_item.added", "conversation.item.added", "response.content_part.added");
        var sound = new List<byte>();
        for (var i = 0; i < 10; i++)
        {
            call.Speak(1, level: 8000);
            sound.AddRange((await client.NextAsync("response.output_audio.delta")).GetProperty("delta").GetBytesFromBase64());
        }

        Assert.Equal(format, created.GetProperty("response").GetProperty("audio").GetProperty("output").GetProperty("format").GetProperty("type").GetString());
        Assert.InRange(sound.Count, 1598, 1602);
        var samples = new short[sound.Count];
        Decode(format, [.. sound], samples);
        Assert.All(samples[400..], sample => Assert.InRange(sample, 7_600, 8_400));
    }

    [Fact]
    public async Task A_large_append_is_heard_whole()
    {
        await using var door = await Door.OpenAsync();
        await using var client = await DoorClient.ConnectAsync(door);
        var call = await door.Calls.NextAsync();

        await client.AppendAsync(new byte[24_000 * 2 * 200]);

        await call.HeardAsync((16_000 * 200) - 50);
        Assert.Equal(16_000 * 200, call.SamplesHeard, 50.0);
    }

    [Fact]
    public async Task Base64_that_a_careful_writer_escaped_is_heard()
    {
        await using var door = await Door.OpenAsync();
        await using var client = await DoorClient.ConnectAsync(door);
        var call = await door.Calls.NextAsync();
        var noise = new byte[4800];
        new Random(7).NextBytes(noise);

        await client.SendTextAsync("{\"audio\":\"" + Convert.ToBase64String(noise).Replace("+", "\\u002B", StringComparison.Ordinal).Replace("/", "\\/", StringComparison.Ordinal)
            + "\",\"event_id\":\"e\",\"type\":\"input_audio_buffer.append\"}");
        await client.SendTextAsync("{ \"type\" : \"input_audio_buffer.append\", \"audio\" : \"" + Convert.ToBase64String(noise).Insert(101, "\\n").Insert(51, " ") + "\" }");

        await call.HeardAsync(3200);
        Assert.Equal(3200, call.SamplesHeard);
        Assert.Equal(Loudness.Rms([.. call.Samples[100..1500]]), Loudness.Rms([.. call.Samples[1700..3100]]), 300.0);
    }

    [Fact]
    public async Task Audio_may_not_run_far_ahead_of_real_time()
    {
        await using var door = await Door.OpenAsync(options => options.MaxAudioAhead = TimeSpan.FromSeconds(2));
        await using var client = await DoorClient.ConnectAsync(door);
        var call = await door.Calls.NextAsync();

        await client.AppendAsync(new byte[24_000 * 2]);
        await client.AppendAsync(new byte[24_000 * 4]);
        var error = await client.NextErrorAsync();

        Assert.Equal("input_audio_buffer_overflow", error.GetProperty("code").GetString());
        Assert.Equal(16_000, call.SamplesHeard);
    }

    [Theory]
    [InlineData("""{"type":"input_audio_buffer.append","event_id":"a","audio":"AAA"}""", "invalid_value")]
    [InlineData("""{"type":"input_audio_buffer.append","event_id":"a","audio":"AA=="}""", "invalid_value")]
    [InlineData("""{"type":"input_audio_buffer.append","event_id":"a","audio":"not base64!"}""", "invalid_value")]
    [InlineData("""{"type":"input_audio_buffer.append","event_id":"a","audio":17}""", "invalid_type")]
    [InlineData("""{"type":"input_audio_buffer.append","event_id":"a"}""", "missing_required_parameter")]
    public async Task Audio_that_is_none_is_refused(string message, string code)
    {
        await using var door = await Door.OpenAsync();
        await using var client = await DoorClient.ConnectAsync(door);
        var call = await door.Calls.NextAsync();

        await client.SendTextAsync(message);
        var error = await client.NextErrorAsync();

        Assert.Equal(code, error.GetProperty("code").GetString());
        Assert.Equal("audio", error.GetProperty("param").GetString());
        Assert.Equal("a", error.GetProperty("event_id").GetString());
        Assert.Equal(0, call.SamplesHeard);
    }

    private static short[] Sine(int rate, TimeSpan length) =>
        [.. Enumerable.Range(0, (int)(rate * length.TotalSeconds)).Select(i => (short)(10_000 * Math.Sin(2 * Math.PI * Tone * i / rate)))];

    private static byte[] Encode(string format, short[] samples)
    {
        var bytes = new byte[samples.Length];
        switch (format)
        {
            case "audio/pcmu": G711.ToMuLaw(samples, bytes); return bytes;
            case "audio/pcma": G711.ToALaw(samples, bytes); return bytes;
            default: return MemoryMarshal.AsBytes<short>(samples).ToArray();
        }
    }

    private static void Decode(string format, byte[] bytes, short[] samples)
    {
        if (format == "audio/pcmu")
        {
            G711.FromMuLaw(bytes, samples);
        }
        else
        {
            G711.FromALaw(bytes, samples);
        }
    }

    private static double Frequency(short[] samples, int rate)
    {
        var crossings = Enumerable.Range(1, samples.Length - 1).Count(i => samples[i - 1] < 0 && samples[i] >= 0);
        return (double)crossings * rate / samples.Length;
    }
}
