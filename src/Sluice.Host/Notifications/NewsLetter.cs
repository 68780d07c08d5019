using System.Globalization;
using System.Text;
using Sluice.Host.Identity.Mail;
using Sluice.Host.Identity.Pages;
using Sluice.Metering.Notifications;
using Sluice.Metering.Societies;

namespace Sluice.Host.Notifications;

/// <summary>Writes news as a mail: one piece, or several as a digest. Tables and inline styles, because that is what mail programs show.</summary>
internal static class NewsLetter
{
    private const string Font = "font-family:system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans',Helvetica,Arial,sans-serif";

    public static Letter Write(NotificationBatch batch, NotificationLinks links, Uri stop, bool oneType)
    {
        var where = batch.Society?.Name ?? "this installation";
        var zone = batch.Society is { } society ? SocietySettings.Of(society).TimeZone : TimeZoneInfo.Utc;
        var news = batch.Items.Select(static n => n.News).ToList();
        var subject = news is [var only] ? $"{only.Title} · {where}" : $"{news.Count} news of {where}";
        var why = $"You get this because you are told of {(oneType ? "such news" : "news")} of {where}.";
        return new(batch.To.Mail, subject, Text(batch, news, links, zone, why, stop), Page(subject, where, news, links, zone, why, stop).ToString());
    }

    private static string Text(NotificationBatch batch, List<News> news, NotificationLinks links, TimeZoneInfo zone, string why, Uri stop)
    {
        var text = new StringBuilder();
        text.Append(batch.To.Name.Length > 0 ? $"Hello {batch.To.Name},\n\n" : "Hello,\n\n");
        foreach (var one in news)
        {
            text.Append(one.IsUrgent ? $"URGENT: {one.Title}\n" : $"{one.Title}\n").Append(CultureInfo.InvariantCulture, $"{At(one, zone)}\n");
            if (one.Text.Length > 0) text.Append(CultureInfo.InvariantCulture, $"\n{one.Text}\n");
            if (one.Facts.Count > 0) text.Append('\n');
            foreach (var fact in one.Facts) text.Append(CultureInfo.InvariantCulture, $"  {fact.Label}: {fact.Value}\n");
            text.Append(CultureInfo.InvariantCulture, $"\n{one.Action}:\n{links.Of(one.Link).AbsoluteUri}\n\n");
            if (news.Count > 1) text.Append("--------\n\n");
        }
        return text.Append(CultureInfo.InvariantCulture, $"{why}\nTo be told no more of it: {stop.AbsoluteUri}\n").ToString();
    }

    private static Html Page(string subject, string where, List<News> news, NotificationLinks links, TimeZoneInfo zone, string why, Uri stop)
    {
        var heading = news.Count > 1 ? Html.Of($"""<tr><td style="padding:26px 32px 0;{Font};font-size:21px;line-height:28px;font-weight:700;color:#12222b">{subject}</td></tr>""") : Html.None;
        var items = Html.Join(news.Select((one, i) => Item(one, links, zone, isFirst: i == 0, isDigest: news.Count > 1)));
        return $"""
            <!doctype html>
            <html lang="en">
            <head>
              <meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light only"><title>{subject}</title>
            </head>
            <body style="margin:0;padding:0;background:#eef3f6">
            <div style="display:none;max-height:0;overflow:hidden">{news[0].Text}</div>
            <table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="background:#eef3f6"><tr><td align="center" style="padding:28px 12px">
            <table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="max-width:560px">
              <tr><td style="padding:0 8px 14px;{Font};font-size:18px;font-weight:700;color:#0b6e8f">Sluice<span style="font-weight:400;color:#51636d"> · {where}</span></td></tr>
              <tr><td style="background:#ffffff;border-radius:14px;border-top:4px solid {Accent(news)}">
                <table role="presentation" width="100%" cellpadding="0" cellspacing="0">
                  {heading}{items}
                  <tr><td style="height:28px;line-height:28px;font-size:1px">&nbsp;</td></tr>
                </table>
              </td></tr>
              <tr><td style="padding:16px 8px;{Font};font-size:13px;line-height:19px;color:#51636d">{why} <a href="{stop.AbsoluteUri}" style="color:#51636d">Stop these mails</a>.</td></tr>
            </table>
            </td></tr></table>
            </body>
            </html>
            """;
    }

    private static Html Item(News one, NotificationLinks links, TimeZoneInfo zone, bool isFirst, bool isDigest)
    {
        var badge = one.IsUrgent ? Html.Of($"""<span style="display:inline-block;background:#b3261e;color:#ffffff;border-radius:6px;padding:1px 8px;font-size:12px;line-height:20px;font-weight:700">URGENT</span><br>""") : Html.None;
        var line = isDigest && !isFirst ? Html.Of($"""<tr><td style="padding:22px 32px 0"><div style="border-top:1px solid #dde5ea;height:0;line-height:0">&nbsp;</div></td></tr>""") : Html.None;
        var text = one.Text.Length > 0 ? Html.Of($"""<tr><td style="padding:10px 32px 0;{Font};font-size:16px;line-height:24px;color:#12222b">{one.Text}</td></tr>""") : Html.None;
        var rows = Html.Join(one.Facts.Select(static f => Html.Of(
            $"""<tr><td style="padding:5px 16px 5px 0;{Font};font-size:14px;line-height:20px;color:#51636d;white-space:nowrap;vertical-align:top">{f.Label}</td><td style="padding:5px 0;{Font};font-size:15px;line-height:20px;color:#12222b;font-weight:600">{f.Value}</td></tr>""")));
        var facts = one.Facts.Count > 0 ? Html.Of($"""<tr><td style="padding:12px 32px 0"><table role="presentation" cellpadding="0" cellspacing="0">{rows}</table></td></tr>""") : Html.None;
        var size = isDigest ? "17px;line-height:24px" : "22px;line-height:29px";
        return $"""
            {line}<tr><td style="padding:{(isDigest ? "18px" : "26px")} 32px 0;{Font};font-size:{size};font-weight:700;color:#12222b">{badge}{one.Title}</td></tr>
            <tr><td style="padding:3px 32px 0;{Font};font-size:13px;line-height:19px;color:#51636d">{At(one, zone)}</td></tr>
            {text}{facts}
            <tr><td style="padding:18px 32px 0"><a href="{links.Of(one.Link).AbsoluteUri}" style="display:inline-block;background:#0b6e8f;color:#ffffff;{Font};font-size:15px;line-height:20px;font-weight:600;text-decoration:none;border-radius:8px;padding:10px 20px">{one.Action}</a></td></tr>
            """;
    }

    private static string Accent(List<News> news) => news.Exists(static n => n.IsUrgent) ? "#b3261e" : "#0b6e8f";

    private static string At(News one, TimeZoneInfo zone)
    {
        var local = TimeZoneInfo.ConvertTime(one.At, zone);
        return $"{local.ToString("dddd, d MMMM yyyy, HH:mm", CultureInfo.InvariantCulture)} ({zone.Id})";
    }
}
