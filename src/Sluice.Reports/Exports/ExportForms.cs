using Sluice.Metering.Exports;
using Sluice.Reports.Billing;
using Sluice.Reports.Model;
using Sluice.Reports.Templates;

namespace Sluice.Reports.Exports;

/// <summary>Checks a society's own forms by the code that will use them.</summary>
public sealed class ExportForms : IExportForms
{
    public IReadOnlyDictionary<string, ReadOnlyMemory<byte>> BillingLayouts { get; } =
        Billing.BillingLayouts.BuiltIn.ToDictionary(static l => l.Key, static l => (ReadOnlyMemory<byte>)Billing.BillingLayouts.ToJson(l.Value), StringComparer.Ordinal);

    public string? ProblemOfLayout(ReadOnlyMemory<byte> json, string name)
    {
        try
        {
            var layout = Billing.BillingLayouts.Parse(json.Span);
            return layout.Name == name ? null : $"The layout is not valid. name: it is kept as \"{name}\" and must be called so.";
        }
        catch (ReportException e)
        {
            return e.Message;
        }
    }

    public async ValueTask<string?> ProblemOfWorkbookAsync(Stream workbook, CancellationToken ct)
    {
        try
        {
            await TemplateFiller.FillAsync(workbook, Stream.Null, TemplateData.Of(Nothing()), ct);
            return null;
        }
        catch (ReportException e)
        {
            return e.Message;
        }
    }

    private static SessionReport Nothing() => new(
        new() { SessionId = "", SocietyId = "", SocietyName = "", TimeZone = TimeZoneInfo.Utc, GeneratedAt = DateTimeOffset.UnixEpoch, GeneratedBy = "" },
        AsyncEnumerable.Empty<ReadingRow>(), AsyncEnumerable.Empty<MeterRow>(), AsyncEnumerable.Empty<AnalyticsRow>());
}
