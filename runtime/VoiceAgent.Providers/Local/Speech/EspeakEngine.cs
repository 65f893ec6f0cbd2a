using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using System.Threading.Channels;
using VoiceAgent.Conversation;
using VoiceAgent.Conversation.Speech;
using VoiceAgent.Providers.Local.Native;
using static VoiceAgent.Providers.Local.Speech.EspeakLibrary;

namespace VoiceAgent.Providers.Local.Speech;

/// <summary>
/// espeak-ng, which keeps its voice, rate and callback in globals: one thread of this process owns it and speaks what is queued.
/// That is enough: it is several hundred times faster than real time, and its first samples come within a millisecond or two, where a
/// process of its own for each sentence costs about 10 ms before the first.
/// </summary>
internal sealed class EspeakEngine
{
    private const int BufferMilliseconds = 20;
    private const int QueuedRequests = 1_024;

    private static readonly Lock Creation = new();
    private static EspeakEngine? _shared;

    private readonly BlockingCollection<Request> _requests = new(QueuedRequests);
    private readonly string _provider;
    private (string Voice, int RatePercent) _current;

    private EspeakEngine(string provider)
    {
        _provider = provider;
        DebianPackages.Load("libespeak-ng.so.1", "libespeak-ng1", provider, CallStage.Speech);
        SampleRate = espeak_Initialize(OutputSynchronous, BufferMilliseconds, 0, DoNotExit);
        if (SampleRate <= 0)
        {
            throw DebianPackages.Missing("the folder espeak-ng-data", "espeak-ng-data", provider, CallStage.Speech);
        }

        unsafe
        {
            espeak_SetSynthCallback(&OnSamples);
        }

        new Thread(Speak) { IsBackground = true, Name = "espeak-ng" }.Start();
    }

    /// <summary>Samples a second of every voice.</summary>
    public int SampleRate { get; }

    /// <summary>The engine of this process.</summary>
    /// <exception cref="ProviderException">The library or its voices are not installed.</exception>
    public static EspeakEngine Shared(string provider)
    {
        lock (Creation)
        {
            return _shared ??= new EspeakEngine(provider);
        }
    }

    /// <summary>The name under which espeak-ng has a voice for a language; null when it has none.</summary>
    public async Task<string?> FindVoiceAsync(string? voice, string language, CancellationToken cancellationToken)
    {
        var tag = language.ToLowerInvariant();
        foreach (var name in voice is null ? [tag, tag.Split('-')[0]] : new[] { voice })
        {
            var probe = new Request(name, 100, [], Channel.CreateBounded<SpeechChunk>(1).Writer, cancellationToken);
            if (await Enqueue(probe))
            {
                return name;
            }
        }

        return null;
    }

    /// <summary>Queues a text. The task completes when it is spoken; true if the voice exists.</summary>
    public Task<bool> SpeakAsync(string voice, int ratePercent, string text, ChannelWriter<SpeechChunk> output, CancellationToken cancellationToken) =>
        Enqueue(new Request(voice, ratePercent, Encoding.UTF8.GetBytes(text + '\0'), output, cancellationToken));

    private Task<bool> Enqueue(Request request) => _requests.TryAdd(request)
        ? request.Done.Task
        : throw new ProviderException(_provider, CallStage.Speech, FaultOwner.Ours, "espeak-ng has too much to say at once.", retryable: true);

    private void Speak()
    {
        foreach (var request in _requests.GetConsumingEnumerable())
        {
            request.Done.SetResult(Select(request) && Synthesize(request));
        }
    }

    private bool Select(Request request)
    {
        if (_current == (request.Voice, request.RatePercent))
        {
            return true;
        }

        if (espeak_SetVoiceByName(request.Voice) != 0)
        {
            _current = default;
            return false;
        }

        _ = espeak_SetParameter(Rate, NormalRate * request.RatePercent / 100, 0);
        _current = (request.Voice, request.RatePercent);
        return true;
    }

    private static unsafe bool Synthesize(Request request)
    {
        if (request.Text.Length == 0 || request.CancellationToken.IsCancellationRequested)
        {
            return true;
        }

        var context = GCHandle.Alloc(request);
        try
        {
            fixed (byte* text = request.Text)
            {
                _ = espeak_Synth(text, (nuint)request.Text.Length, 0, 0, 0, Utf8, 0, GCHandle.ToIntPtr(context));
            }
        }
        finally
        {
            context.Free();
        }

        return true;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static unsafe int OnSamples(short* samples, int count, Event* events)
    {
        var request = (Request)GCHandle.FromIntPtr(events->UserContext).Target!;
        if (request.CancellationToken.IsCancellationRequested)
        {
            return 1;
        }

        if (samples != null && count > 0)
        {
            request.Output.TryWrite(new SpeechChunk(new ReadOnlySpan<short>(samples, count).ToArray()));
        }

        return 0;
    }

    private sealed record Request(string Voice, int RatePercent, byte[] Text, ChannelWriter<SpeechChunk> Output, CancellationToken CancellationToken)
    {
        public TaskCompletionSource<bool> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
