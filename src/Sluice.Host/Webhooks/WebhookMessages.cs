using System.Globalization;
using System.Text.Json;
using Sluice.Api.Readings;
using Sluice.Contracts;
using Sluice.Metering.Events;
using Sluice.Metering.Identity;
using Sluice.Metering.Readings;
using Sluice.Metering.Webhooks;

namespace Sluice.Host.Webhooks;

/// <summary>What happened, as webhooks tell it. <c>docs/events</c> has a schema of each.</summary>
internal static class WebhookMessages
{
    /// <summary>The most readings of one message.</summary>
    public const int MaxReadings = 200;

    /// <summary>An event: its data, beside the society and what it is about.</summary>
    public static WebhookMessage Of(StoredEvent happened) => WebhookTypes.Make(IdOf(happened), happened.Type, happened.At, json =>
    {
        if (happened.Society is { } society) json.WriteString("society", society.Text);
        json.WriteString("subject", happened.Subject);
        using var data = JsonDocument.Parse(happened.Data);
        foreach (var property in data.RootElement.EnumerateObject()) property.WriteTo(json);
    });

    /// <summary>An event's name among messages and notifications: the same whenever it is delivered.</summary>
    public static string IdOf(StoredEvent happened) => string.Create(CultureInfo.InvariantCulture, $"evt_{happened.Sequence}");

    /// <summary>New readings of a society, as REST tells them.</summary>
    /// <param name="society">The society.</param>
    /// <param name="readings">At least one, at most <see cref="MaxReadings"/>, oldest first.</param>
    /// <param name="now">The time.</param>
    public static WebhookMessage Of(SocietyId society, IReadOnlyList<Reading> readings, DateTimeOffset now) => WebhookTypes.Make(
        string.Create(CultureInfo.InvariantCulture, $"rdg_{readings[0].Sequence}_{readings[^1].Sequence}"), WebhookTypes.Readings, now, json =>
        {
            json.WriteString("society", society.Text);
            json.WriteStartArray("readings");
            foreach (var reading in readings) JsonSerializer.Serialize(json, SocietyReadingWire.ToDto(reading), WireJson.Default.SocietyReadingDto);
            json.WriteEndArray();
        });

    /// <summary>The event that an endpoint was switched off.</summary>
    public static NewEvent SwitchedOff(WebhookEndpoint endpoint, WebhookAttempt last)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteString("host", new Uri(endpoint.Url).Host);   // a path may hold a token
            json.WriteString("because", endpoint.Off.ToString().ToUpperInvariant());
            json.WriteString("detail", last.Detail);
            if (endpoint.FailingSince is { } since) json.WriteString("failingSince", since.UtcDateTime);
            json.WriteEndObject();
        }
        return new(EventTypes.WebhookDisabled, endpoint.Id.ToString(), System.Text.Encoding.UTF8.GetString(bytes.ToArray()),
            string.Create(CultureInfo.InvariantCulture, $"webhook/{endpoint.Id}/{last.At.ToUnixTimeMilliseconds()}"));
    }
}
