using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace VoiceAgent.Runtime.Storage;

/// <summary>
/// Moments are stored as UTC <see cref="DateTime"/>: SQLite can neither sort nor compare a <see cref="DateTimeOffset"/>, and gives a
/// <see cref="DateTime"/> back with an unspecified kind, which PostgreSQL's timestamptz then refuses to take.
/// </summary>
internal sealed class UtcConverter() : ValueConverter<DateTimeOffset, DateTime>(
    moment => moment.UtcDateTime,
    stored => new DateTimeOffset(DateTime.SpecifyKind(stored, DateTimeKind.Utc)));

/// <summary>Durations are whole milliseconds: SQLite has no interval type, and sums and percentiles need a number.</summary>
internal sealed class MillisecondsConverter() : ValueConverter<TimeSpan, long>(
    duration => (long)Math.Round(duration.TotalMilliseconds),
    stored => TimeSpan.FromMilliseconds(stored));
