using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using VoiceAgent.Conversation.Calls;
using VoiceAgent.Runtime.Calls.Journal;
using VoiceAgent.Runtime.Calls.Recording;
using VoiceAgent.Runtime.Storage;
using VoiceAgent.Runtime.Telemetry;
using Xunit;

namespace VoiceAgent.Runtime.Tests.Calls.Recording;

[Collection(nameof(Alone))]
public sealed class StereoRecordingTests : IAsyncLifetime, IDisposable
{
    private const string Name = "clinic/2026-11/call.wav";

    private readonly TempFolder _folder = new();
    private readonly RuntimeMetrics _metrics = new();
    private readonly Observed _events = new();
    private RecordingWriter _writer = null!;

    public Task InitializeAsync()
    {
        _writer = NewWriter(_folder.Path, minimumFreeMegabytes: 0);
        return _writer.StartAsync(CancellationToken.None);
    }

    public async Task DisposeAsync()
    {
        await _writer.StopAsync(CancellationToken.None);
        _writer.Dispose();
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_call_is_recorded_in_stereo_from_its_beginning_to_its_end()
    {
        var recording = _writer.Open(Name, _events, agentRate: 24_000)!;

        for (var piece = 0; piece < 100; piece++)
        {
            var at = TimeSpan.FromMilliseconds(20 * piece);
            recording.Caller(at, Tone(1000, 320));
            recording.Agent(at + TimeSpan.FromSeconds(1), Tone(-2000, 480));
        }

        await recording.FinishAsync(TimeSpan.FromSeconds(5));

        var wave = WaveFile.Read(Path.Combine(_folder["recordings"], Name));
        Assert.Equal((2, 16_000, 16), (wave.Channels, wave.SampleRate, wave.BitsPerSample));
        Assert.Equal(TimeSpan.FromSeconds(5), wave.Duration);
        Assert.Equal((1000, 0), (wave.At(0, 0.5), wave.At(1, 0.5)));
        Assert.Equal(1000, wave.At(0, 1.5));
        Assert.InRange(wave.At(1, 1.5), -2010, -1990);
        Assert.InRange(wave.At(1, 2.9), -2010, -1990);
        Assert.Equal((0, 0), (wave.At(0, 4), wave.At(1, 4)));
        Assert.Equal(
            [new RecordingStarted(TimeSpan.Zero, Name), new RecordingFinished(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(5), 44 + (5 * 64_000))],
            _events.All);
    }

    [Theory]
    [InlineData(8_000)]
    [InlineData(16_000)]
    [InlineData(48_000)]
    public async Task Every_playout_rate_keeps_its_place_in_time(int rate)
    {
        var recording = _writer.Open(Name, _events, rate)!;

        for (var frame = 0; frame < 50; frame++)
        {
            recording.Agent(TimeSpan.FromMilliseconds(500 + (20 * frame)), Tone(3000, rate / 50));
        }

        await recording.FinishAsync(TimeSpan.FromSeconds(2));

        var wave = WaveFile.Read(Path.Combine(_folder["recordings"], Name));
        Assert.Equal(0, wave.At(1, 0.49));
        Assert.InRange(wave.At(1, 0.52), 2950, 3050);
        Assert.InRange(wave.At(1, 1.48), 2950, 3050);
        Assert.Equal(0, wave.At(1, 1.52));
    }

    [SkippableFact]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public async Task Only_the_owner_may_read_a_recording()
    {
        Skip.If(OperatingSystem.IsWindows());
        var recording = _writer.Open(Name, _events, 24_000)!;
        await recording.FinishAsync(TimeSpan.FromSeconds(1));

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(_folder["recordings"], Name)));
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(_folder["recordings/clinic"]));
    }

    [Fact]
    public async Task A_file_that_a_dead_process_left_is_repaired_to_what_was_written()
    {
        var recording = _writer.Open(Name, _events, 24_000)!;
        for (var second = 0; second < 10; second++)
        {
            recording.Caller(TimeSpan.FromSeconds(second), Tone(1000, 16_000));
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }

        var path = Path.Combine(_folder["recordings"], Name);
        await WaitUntil.TrueAsync(() => new FileInfo(path).Length >= 44 + (9 * 64_000));
        var copy = _folder["left.wav"];
        File.Copy(path, copy);
        await File.AppendAllBytesAsync(copy, [1, 2, 3]);

        var (duration, bytes) = RecordingFile.Repair(copy);

        var wave = WaveFile.Read(copy);
        Assert.Equal(wave.Duration, duration);
        Assert.Equal(new FileInfo(copy).Length, bytes);
        Assert.InRange(duration.TotalSeconds, 9, 10);
        Assert.Equal(1000, wave.At(0, 8.9));
    }

    [Fact]
    public async Task A_file_whose_very_header_is_torn_is_repaired_to_an_empty_recording()
    {
        var torn = _folder["torn.wav"];
        await File.WriteAllBytesAsync(torn, [.. "RIFF"u8]);

        Assert.Equal((TimeSpan.Zero, 44), RecordingFile.Repair(torn));
        Assert.Equal(TimeSpan.Zero, WaveFile.Read(torn).Duration);
    }

    [Fact]
    public async Task A_disk_that_stalls_costs_a_gap_and_no_more_memory_than_it_may()
    {
        using var stalled = NewWriter(_folder.Path, minimumFreeMegabytes: 0);
        var recording = stalled.Open(Name, _events, 24_000)!;

        for (var second = 0; second < 60; second++)
        {
            recording.Caller(TimeSpan.FromSeconds(second), Tone(1000, 16_000));
        }

        Assert.Single(_events.All, happened => happened is RecordingGap);

        await stalled.StartAsync(CancellationToken.None);
        await recording.FinishAsync(TimeSpan.FromSeconds(60));

        // 32 s wait for the disk, and no more: what comes then is silence, but for the last blocks.
        await stalled.StopAsync(CancellationToken.None);

        var wave = WaveFile.Read(Path.Combine(_folder["recordings"], Name));
        Assert.Equal(TimeSpan.FromSeconds(60), wave.Duration);
        Assert.Equal((1000, 0, 0, 1000), (wave.At(0, 31.9), wave.At(0, 32.1), wave.At(0, 55), wave.At(0, 59.9)));
    }

    [Fact]
    public async Task A_disk_that_is_nearly_full_is_left_to_the_database()
    {
        using var careful = NewWriter(_folder.Path, minimumFreeMegabytes: 1_048_576);
        await careful.StartAsync(CancellationToken.None);

        Assert.Null(careful.Open(Name, _events, 24_000));

        Assert.Equal([new RecordingStarted(TimeSpan.Zero, Name), new RecordingStopped(TimeSpan.Zero, RecordingStop.DiskFull)], _events.All);
        Assert.Equal(1, _metrics.RecordingsStopped.WithLabels("disk_full").Value);
        await careful.StopAsync(CancellationToken.None);
    }

    [SkippableFact]
    public async Task A_disk_that_fills_up_ends_the_recording_and_leaves_a_playable_file()
    {
        using var disk = SmallDisk.TryMount(_folder["small"], kilobytes: 256);
        Skip.If(disk is null, "needs the right to mount a small file system");
        using var writer = NewWriter(_folder["small"], minimumFreeMegabytes: 0);
        await writer.StartAsync(CancellationToken.None);
        var recording = writer.Open(Name, _events, 24_000)!;

        for (var second = 0; second < 20; second++)
        {
            recording.Caller(TimeSpan.FromSeconds(second), Tone(1000, 16_000));
            await Task.Delay(TimeSpan.FromMilliseconds(30), TimeProvider.System);
        }

        await WaitUntil.TrueAsync(() => _events.All.Any(happened => happened is RecordingStopped));
        recording.Caller(TimeSpan.FromSeconds(20), Tone(1000, 16_000));
        await recording.FinishAsync(TimeSpan.FromSeconds(21));
        await writer.StopAsync(CancellationToken.None);

        Assert.Equal(RecordingStop.DiskFull, Assert.Single(_events.All.OfType<RecordingStopped>()).Reason);
        var wave = WaveFile.Read(Path.Combine(_folder["small"], "recordings", Name));
        Assert.InRange(wave.Duration.TotalSeconds, 1, 4);
        Assert.Equal(1000, wave.At(0, wave.Duration.TotalSeconds - 0.1));
        Assert.Equal(wave.Duration, Assert.Single(_events.All.OfType<RecordingFinished>()).Duration);
    }

    private static short[] Tone(short value, int samples) => [.. Enumerable.Repeat(value, samples)];

    private RecordingWriter NewWriter(string data, int minimumFreeMegabytes)
    {
        var storage = Options.Create(new StorageOptions { Data = data, MinimumFreeMegabytes = minimumFreeMegabytes });
        return new RecordingWriter(
            Options.Create(new RecordingOptions()), storage, new DiskSpace(storage, TimeProvider.System), _metrics, NullLogger<RecordingWriter>.Instance);
    }

    private sealed class Observed : ICallObserver
    {
        private readonly List<CallEvent> _all = [];

        public IReadOnlyList<CallEvent> All
        {
            get
            {
                lock (_all)
                {
                    return [.. _all];
                }
            }
        }

        public void Observe(CallEvent happened)
        {
            lock (_all)
            {
                _all.Add(happened);
            }
        }
    }

    /// <summary>A real file system of a few kilobytes.</summary>
    private sealed class SmallDisk(string path) : IDisposable
    {
        public static SmallDisk? TryMount(string path, int kilobytes)
        {
            Directory.CreateDirectory(path);
            return Run("mount", "-t", "tmpfs", "-o", $"size={kilobytes}k", "tmpfs", path) ? new SmallDisk(path) : null;
        }

        public void Dispose() => Run("umount", path);

        private static bool Run(string program, params string[] arguments)
        {
            try
            {
                using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
                process.WaitForExit();
                return process.ExitCode == 0;
            }
            catch (System.ComponentModel.Win32Exception)
            {
                return false;
            }
        }
    }
}
