using System.Net.Sockets;
using System.Text;
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

/// <summary>The same over real sockets, for the whole process: the far ends are plain TCP and read into one buffer.</summary>
[Collection(nameof(Alone))]
public sealed class SocketAllocationTests
{
#if DEBUG
    // A debug build makes a class of every async state machine: one for a message received, one for a message sent.
    private const double Tolerance = 300;
#else
    // Timers of the host and the thread pool allocate a little, whatever the door does.
    private const double Tolerance = 64;
#endif

    [Fact]
    public async Task Frames_pass_the_whole_door_without_allocating()
    {
        await using var door = await Door.OpenAsync();

        // Connected in the blocking way, so that blocking calls stay free of allocations of their own.
        using var wire = new Socket(SocketType.Stream, ProtocolType.Tcp);
        wire.Connect(door.Http.Host, door.Http.Port);
        wire.Send(Encoding.ASCII.GetBytes(
            $"GET /v1/realtime?model=reception HTTP/1.1\r\nHost: {door.Http.Authority}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
            + $"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nAuthorization: Bearer {ScriptedCalls.Key}\r\n\r\n"));
        var call = await door.Calls.NextAsync();
        call.MeasuresAllocation = true;
        call.Tell(new ReplyStarted(default, 1, Spoken: true));
        var frame = Masked(JsonSerializer.SerializeToUtf8Bytes(new { type = "input_audio_buffer.append", audio = Convert.ToBase64String(new byte[960]) }));
        var buffer = new byte[64 * 1024];

        Exchange(wire, call, frame, buffer, 500);
        var before = GC.GetTotalAllocatedBytes(precise: true);
        Exchange(wire, call, frame, buffer, 2_000);
        var allocated = GC.GetTotalAllocatedBytes(precise: true) - before;

        Assert.True(allocated / 2_000.0 < Tolerance, $"{allocated / 2_000.0} bytes a frame both ways.");
    }

    // One frame in, one frame out, and both have arrived before the next.
    private static void Exchange(Socket wire, ScriptedCall call, byte[] frame, byte[] buffer, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var heard = call.SamplesHeard;
            wire.Send(frame);
            for (var spin = default(SpinWait); call.SamplesHeard == heard;)
            {
                spin.SpinOnce();
            }

            call.Speak(1);
            for (var received = 0; received < 1_300;)
            {
                received += wire.Receive(buffer);
            }
        }
    }

    // RFC 6455: a client's frame is masked; a mask of zeros leaves the text as it is.
    private static byte[] Masked(byte[] text) => [0x81, 0xFE, (byte)(text.Length >> 8), (byte)text.Length, 0, 0, 0, 0, .. text];
}
