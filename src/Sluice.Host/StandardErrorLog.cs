using System.Globalization;
using Microsoft.Extensions.Logging;

namespace Sluice.Host;

/// <summary>Warnings and errors, one line each, on standard error.</summary>
internal sealed class StandardErrorLog(TimeProvider clock) : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) => new Log(clock, categoryName);

    public void Dispose()
    {
    }

    private sealed class Log(TimeProvider clock, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!IsEnabled(logLevel)) return;
            var time = clock.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
            var text = formatter(state, exception).ReplaceLineEndings(" ");
            Console.Error.WriteLine(exception is null ? $"{time} {logLevel} {category}: {text}" : $"{time} {logLevel} {category}: {text} {exception.ToString().ReplaceLineEndings(" | ")}");
        }
    }
}
