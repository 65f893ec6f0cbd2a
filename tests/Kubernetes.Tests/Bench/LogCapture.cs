using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace VoiceAgent.Kubernetes.Tests.Bench;

internal sealed record LogLine(string Category, LogLevel Level, string Text, Exception? Exception, IReadOnlyList<object?> Scopes);

/// <summary>Keeps what was logged.</summary>
internal sealed class LogCapture : ILoggerFactory, ILoggerProvider
{
    private readonly LoggerExternalScopeProvider _scopes = new();

    internal ConcurrentQueue<LogLine> Lines { get; } = new();

    internal IEnumerable<LogLine> Loud => Lines.Where(line => line.Level >= LogLevel.Warning);

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public void Dispose()
    {
    }

    private sealed class Logger(LogCapture capture, string category) : ILogger
    {
        public IDisposable BeginScope<TState>(TState state)
            where TState : notnull => capture._scopes.Push(state);

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var scopes = new List<object?>();
            capture._scopes.ForEachScope(static (scope, list) => list.Add(scope), scopes);
            capture.Lines.Enqueue(new LogLine(category, logLevel, formatter(state, exception), exception, scopes));
        }
    }
}
