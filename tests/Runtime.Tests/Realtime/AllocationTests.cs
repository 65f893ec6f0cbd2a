using System.Text.Json;
using VoiceAgent.Conversation.Calls;
using VoiceAgent.Conversation.Playout;
using VoiceAgent.Runtime.Realtime.Protocol;
using VoiceAgent.Runtime.Realtime.Session;
using VoiceAgent.Runtime.Realtime.Sound;
using VoiceAgent.Runtime.Tests.Realtime.Toolbox;
using Xunit;

namespace VoiceAgent.Runtime.Tests.Realtime;

/// <summary>A frame costs no memory that has to be collected, either way. Counted on the thread that does the work.</summary>
public sealed class AllocationTests
{
    private const int Frames = 5_000;

    [Theory]
    [InlineData("audio/pcm")]
    [InlineData("audio/pcmu")]
    public void A_frame_of_the_caller_allocates_nothing(string format)
    {
        var call = new ScriptedCall(new NoEdge(), new NoEdge()) { MeasuresAllocation = true };
        var audio = new CallerAudio(call, new AudioAllowance(TimeSpan.FromHours(1), TimeProvider.System));
        audio.Use(WireFormat.Read(JsonSerializer.SerializeToElement(new { type = format }), "format"));
        var bytes = format == "audio/pcm" ? 960 : 160;
        var message = JsonSerializer.SerializeToUtf8Bytes(new { type = "input_audio_buffer.append", audio = Convert.ToBase64String(new byte[bytes]) });
        Hear(audio, message, 100);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Hear(audio, message, Frames);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal((Frames + 100) * 320, call.SamplesHeard, 2.0);
        Assert.True(allocated < Frames, $"{allocated} bytes for {Frames} frames.");
    }

    [Theory]
    [InlineData("audio/pcm")]
    [InlineData("audio/pcmu")]
    public void A_frame_of_the_agent_allocates_nothing(string format)
    {
        var output = WireFormat.Read(JsonSerializer.SerializeToElement(new { type = format }), "format");
        using var events = new EventWriter();
        var state = new SessionState("call_test", ScriptedCalls.Reception, new SessionSettings { Output = output }, wantsExtras: false);
        var replies = new AgentReplies(state, events, new AgentAudio());
        replies.Start(new ReplyStarted(default, 1, Spoken: true));
        var frame = new short[480];
        Speak(replies, events, frame, 100);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Speak(replies, events, frame, Frames);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.True(allocated < Frames, $"{allocated} bytes for {Frames} frames.");
    }

    private static void Hear(CallerAudio audio, byte[] message, int count)
    {
        for (var i = 0; i < count; i++)
        {
            Assert.Null(audio.Take(AppendMessage.Read(message)));
        }
    }

    private static void Speak(AgentReplies replies, EventWriter events, short[] frame, int count)
    {
        for (var i = 0; i < count; i++)
        {
            replies.Sound(1, frame);
            events.Clear();
        }
    }

    private sealed class NoEdge : IMediaEdge, ICallObserver
    {
        public void Send(int turn, ReadOnlySpan<short> samples)
        {
        }

        public void Hold(int turn)
        {
        }

        public void Release(int turn)
        {
        }

        public void Clear(int turn)
        {
        }

        public void Observe(CallEvent happened)
        {
        }
    }
}
