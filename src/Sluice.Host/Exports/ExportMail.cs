using Sluice.Host.Identity.Mail;
using Sluice.Host.Notifications;
using Sluice.Metering.Exports;
using Sluice.Metering.Identity;
using Sluice.Metering.Jobs;
using Sluice.Metering.Notifications;

namespace Sluice.Host.Exports;

/// <summary>Tells by mail that an export has ended. The mail holds no figures and no file: its link asks for a log-in first.</summary>
internal sealed class ExportMail(IMailer mailer, Notifier notifier) : IExportNotices
{
    public bool IsSetUp => mailer.IsSetUp;

    public async ValueTask EndedAsync(SocietyScope scope, Job job, ExportRequest request, CancellationToken ct)
    {
        if (mailer.IsSetUp && job.State != JobState.Cancelled && request.Notify is { } subject) await notifier.TellAsync(IdOf(job.Id), scope.Society, NewsOf(job, request, subject), ct, asked: true);
    }

    /// <summary>The event's name among notifications: the same for who asked to be told of this export and for who is told of all of theirs.</summary>
    public static string IdOf(JobId job) => $"export/{job}";

    /// <summary>The news that an export has ended.</summary>
    public static News NewsOf(Job job, ExportRequest request, string subject)
    {
        var what = new NewsFact("Export", WhatOf(request));
        return job.State == JobState.Succeeded
            ? new("export.ready", job.FinishedAt!.Value, "Your export is ready", "The link asks you to log in.",
                [what, new("Good until", $"{job.FinishedAt + ExportResult.GoodFor:yyyy-MM-dd HH:mm} UTC")], $"account/exports/{job.Id}", "Fetch the file", For: subject)
            : new("export.failed", job.FinishedAt!.Value, "Your export failed", $"{job.Error?.Message} Ask for it again when the reason is gone.", [what], For: subject);
    }

    private static string WhatOf(ExportRequest request)
    {
        var form = request.Template.Length > 0 ? $"{ExportFormats.Word(request.Format)}, {request.Template}" : ExportFormats.Word(request.Format);
        return request.Session is null ? FormattableString.Invariant($"{request.From:yyyy-MM-dd} to {request.To!.Value.AddDays(-1):yyyy-MM-dd} ({form})") : $"the round {request.Subject} ({form})";
    }
}
