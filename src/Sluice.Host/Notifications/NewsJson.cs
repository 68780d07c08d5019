using System.Text.Json;
using Sluice.Metering.Identity;
using Sluice.Metering.Notifications;

namespace Sluice.Host.Notifications;

/// <summary>News for programs: the data of <c>notification.created</c>, and what goes out over MQTT.</summary>
internal static class NewsJson
{
    /// <summary>Writes the members of an object that the caller began.</summary>
    public static void Write(Utf8JsonWriter json, Person to, Notification one)
    {
        var news = one.News;
        if (one.Society is { } society) json.WriteString("society", society.Text);
        json.WriteString("person", to.Subject);
        json.WriteString("about", news.Type);
        json.WriteString("title", news.Title);
        json.WriteString("text", news.Text);
        json.WriteBoolean("urgent", news.IsUrgent);
        json.WriteStartArray("facts");
        foreach (var fact in news.Facts)
        {
            json.WriteStartObject();
            json.WriteString("label", fact.Label);
            json.WriteString("value", fact.Value);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
