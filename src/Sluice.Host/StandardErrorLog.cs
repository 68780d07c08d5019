using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Sluice.Host;

/// <summary>Warnings and errors, one line each, on standard error: as text, or as JSON for a log collector.</summary>
internal sealed class StandardErrorLog(TimeProvider clock, bool json) : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) => new Log(clock, categoryName, json);

    public void Dispose()
    {
    }

    private sealed class Log(TimeProvider clock, string category, bool json) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!IsEnabled(logLevel)) return;
            var time = clock.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
            var text = formatter(state, exception).ReplaceLineEndings(" ");
            if (json) Console.Error.WriteLine(Json(time, logLevel, text, state, exception));
            else Console.Error.WriteLine(exception is null ? $"{time} {logLevel} {category}: {text}" : $"{time} {logLevel} {category}: {text} {exception.ToString().ReplaceLineEndings(" | ")}");
        }

        private string Json<TState>(string time, LogLevel level, string text, TState state, Exception? exception)
        {
            using var bytes = new MemoryStream();
            using (var writer = new Utf8JsonWriter(bytes))
            {
                writer.WriteStartObject();
                writer.WriteString("time", time);
                writer.WriteString("level", level.ToString());
                writer.WriteString("category", category);
                writer.WriteString("message", text);
                if (exception is not null) writer.WriteString("exception", exception.ToString());
                if (state is IReadOnlyList<KeyValuePair<string, object?>> { Count: > 1 } values)
                {
                    writer.WriteStartObject("values");
                    foreach (var (name, value) in values)
                        if (name != "{OriginalFormat}") writer.WriteString(name, Convert.ToString(value, CultureInfo.InvariantCulture));
                    writer.WriteEndObject();
                }
                writer.WriteEndObject();
            }
            return System.Text.Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
        }
    }
}
