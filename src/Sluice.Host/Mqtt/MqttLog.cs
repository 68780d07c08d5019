using Microsoft.Extensions.Logging;
using MQTTnet.Diagnostics.Logger;

namespace Sluice.Host.Mqtt;

/// <summary>Errors of the MQTT library into our log; what single clients do wrong stays out of it.</summary>
internal sealed partial class MqttLog(ILogger log) : IMqttNetLogger
{
    public bool IsEnabled => log.IsEnabled(LogLevel.Debug);

    public void Publish(MqttNetLogLevel logLevel, string source, string message, object[] parameters, Exception exception)
    {
        if (logLevel >= MqttNetLogLevel.Warning) Said(source, parameters is { Length: > 0 } ? string.Format(System.Globalization.CultureInfo.InvariantCulture, message, parameters) : message, exception);
    }

    [LoggerMessage(LogLevel.Debug, "{Source}: {Message}")]
    private partial void Said(string source, string message, Exception? exception);
}
