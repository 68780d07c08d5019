using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Sluice.Host.Identity;
using Sluice.Host.Identity.Mail;
using Sluice.Metering.Exports;
using Sluice.Metering.Identity;
using Sluice.Metering.Jobs;
using Sluice.Metering.Societies;

namespace Sluice.Host.Exports;

/// <summary>Tells by mail that an export has ended. The mail holds no figures and no file: its link asks for a log-in first.</summary>
internal sealed class ExportMail(IMailer mailer, IPeople people, IMembershipStore memberships, ISocietyStore societies, PeopleOptions options, IServer server) : IExportNotices
{
    public bool IsSetUp => mailer.IsSetUp;

    public async ValueTask EndedAsync(SocietyScope scope, Job job, ExportRequest request, CancellationToken ct)
    {
        if (!mailer.IsSetUp || job.State == JobState.Cancelled || request.Notify is not { } subject || await people.FindAsync(subject, ct) is not { IsDisabled: false } person) return;
        if (!await MayAsync(scope, person, ct) || await societies.FindAsync(scope, ct) is not { } society) return;
        await mailer.TrySendAsync(Letters.Export(person, society.Name, WhatOf(request), job, new(Address(), $"account/exports/{job.Id}")), ct);
    }

    /// <summary>Whoever has left meanwhile is told nothing.</summary>
    private async ValueTask<bool> MayAsync(SocietyScope scope, Person person, CancellationToken ct) => Authorizer.TryEnter(
        new(person.Subject, person.Role, (await memberships.SocietiesOfAsync(person.Subject, ct)).ToHashSet()), scope.Society, Permission.ExportRun, out _);

    /// <summary>The public address; without one only this machine can reach the server.</summary>
    private Uri Address() => options.PublicUrl ?? new($"{server.Features.Get<IServerAddressesFeature>()!.Addresses.First()}/");

    private static string WhatOf(ExportRequest request)
    {
        var form = request.Template.Length > 0 ? $"{ExportFormats.Word(request.Format)}, {request.Template}" : ExportFormats.Word(request.Format);
        return request.Session is null ? FormattableString.Invariant($"{request.From:yyyy-MM-dd} to {request.To!.Value.AddDays(-1):yyyy-MM-dd} ({form})") : $"the round {request.Subject} ({form})";
    }
}
