using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Sluice.Api.Access;
using Sluice.Api.Paging;
using Sluice.Api.Problems;
using Sluice.Contracts;
using Sluice.Contracts.Telegrams;
using Sluice.Metering.Identity;
using Sluice.Metering.Meters;
using Sluice.Metering.Telegrams;

namespace Sluice.Api.Telegrams;

/// <summary>Telegrams of a society's meters that gave no reading, with the reason.</summary>
public static class UndecodedApi
{
    /// <summary>Adds <c>GET /api/societies/{societyId}/telegrams</c>.</summary>
    public static IEndpointRouteBuilder MapUndecoded(this IEndpointRouteBuilder app)
    {
        app.MapGet("/api/societies/{societyId}/telegrams", ListUndecoded).WithName("ListUndecodedTelegrams").WithTags("Telegrams").Requires(Permission.TelegramRead);
        return app;
    }

    private static async Task<IResult> ListUndecoded(Access.Access access, ITelegramArchive archive, CancellationToken ct, string? state = null, string? limit = null, string? next = null)
    {
        DecodeState? wanted = null;
        if (state is not null)
        {
            if (!Enum.TryParse<DecodeState>(state, ignoreCase: true, out var parsed) || !parsed.IsUndecoded() || !Enum.IsDefined(parsed))
                return Problem.BadParameter("BadState", $"state is one of {string.Join(", ", Enum.GetValues<DecodeState>().Where(static s => s.IsUndecoded()))}.");
            wanted = parsed;
        }
        return await Cursors.PageAsync(limit, next, async (cursor, size) =>
        {
            var before = long.MaxValue;
            if (cursor is not null && !(cursor.StartsWith('t') && long.TryParse(cursor.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out before))) throw new FormatException("Not a cursor of this list.");
            var page = await archive.ListUndecodedAsync(access.Society, wanted, before, size + 1, ct);
            return new UndecodedPage
            {
                Telegrams = [.. page.Take(size).Select(ToDto)],
                Next = page.Count > size ? string.Create(CultureInfo.InvariantCulture, $"t{page[size - 1].Id}") : null,
            };
        }, WireJson.Default.UndecodedPage);
    }

    private static UndecodedDto ToDto(ArchivedTelegram telegram) => new()
    {
        Id = telegram.Id.ToString(CultureInfo.InvariantCulture),
        MeterId = telegram.Verdict.Meter is { } meter ? MeterId.Of(meter).ToString() : null,
        State = telegram.Verdict.State.ToString(),
        ReceivedAt = telegram.Arrival.ReceivedAt,
        Device = telegram.Arrival.Receiver,
        RssiDbm = telegram.Arrival.RssiDbm,
        RawTelegram = Convert.ToHexString(telegram.Arrival.Bytes.Span),
    };
}
