using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Sluice.Api.Access;
using Sluice.Api.Idempotency;
using Sluice.Api.Problems;
using Sluice.Contracts;
using Sluice.Contracts.Telegrams;
using Sluice.Metering.Identity;
using Sluice.Metering.Storage;
using Sluice.Metering.Telegrams;
using Sluice.WMBus.Receivers;

namespace Sluice.Api.Telegrams;

/// <summary>Telegrams in.</summary>
public static class TelegramsApi
{
    /// <summary>Adds <c>POST /api/telegrams</c>.</summary>
    public static IEndpointRouteBuilder MapTelegrams(this IEndpointRouteBuilder app)
    {
        app.MapPost("/api/telegrams", PostTelegrams).WithName("PostTelegrams").RequiresInBody(Permission.TelegramDeliver)
            .RepeatableBecause("the same telegram twice is one reading");
        return app;
    }

    /// <summary>Takes the bytes of any reader. Answers when every telegram received is on disk with its reading.</summary>
    private static async Task<IResult> PostTelegrams(HttpContext http, Access.Access access, Intake intake, ApiLimits limits, string? reader = null, string? device = null)
    {
        var (receipt, problem) = await TakeAsync(http, ArrivalContext.Of(access.Caller), intake, limits, reader, device);
        return receipt is null ? problem! : Results.Json(receipt, WireJson.Default.ReceiptDto);
    }

    /// <summary>Takes a body of telegrams in.</summary>
    /// <returns>The receipt, or the problem to answer with.</returns>
    internal static async Task<(ReceiptDto? Receipt, IResult? Problem)> TakeAsync(HttpContext http, ArrivalContext context, Intake intake, ApiLimits limits, string? reader, string? device)
    {
        if (!ReceiverKinds.TryParse(reader ?? "auto", out var kind))
            return (null, Problem.BadParameter("UnknownReader", $"There is no reader '{Shorten(reader!)}'; there are {string.Join(", ", ReceiverKinds.Names)}."));
        if (device?.Length > TelegramArrival.MaxReceiver)
            return (null, Problem.BadParameter("DeviceTooLong", $"A device name has at most {TelegramArrival.MaxReceiver} characters."));
        if (http.Request.Headers.ContentEncoding is { Count: > 0 } coding && !coding.ToString().Equals("identity", StringComparison.OrdinalIgnoreCase))
            return (null, Problem.Packed($"It is coded as '{Shorten(coding.ToString())}'; send the bytes as they are."));
        if (http.Request.ContentType?.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase) == true)
            return (null, Problem.Packed("It is a form with parts; send the file alone, with curl: --data-binary @FILE."));
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size) size.MaxRequestBodySize = 2 * limits.MaxBodyBytes;   // counted below, where we can say more; who goes on sending after that is cut off
        if (http.Request.ContentLength > limits.MaxBodyBytes) return (null, Problem.TooLarge(limits.MaxBodyBytes, IntakeReceipt.None.ToDto()));

        var delivery = new Delivery(StreamReceiver.Create(kind), device, context, intake, http.RequestAborted);
        try
        {
            while (true)
            {
                var read = await http.Request.BodyReader.ReadAsync(http.RequestAborted);
                foreach (var piece in read.Buffer) await delivery.PushAsync(piece, limits.MaxBodyBytes);
                http.Request.BodyReader.AdvanceTo(read.Buffer.End);
                if (delivery.Bytes > limits.MaxBodyBytes) return (null, Problem.TooLarge(limits.MaxBodyBytes, delivery.Receipt.ToDto()));
                if (read.IsCompleted) break;
            }
            await delivery.CompleteAsync();
        }
        catch (StorageException e)
        {
            http.Response.Headers.RetryAfter = "10";
            return (null, Problem.Storage(e, delivery.Receipt.ToDto()));
        }

        var receipt = delivery.Receipt.ToDto();
        if (receipt.Received + receipt.Counted > 0) return (receipt, null);
        return (null, Problem.NoTelegram(delivery.Bytes == 0
            ? "The body is empty."
            : $"{delivery.Bytes} bytes were read as '{reader ?? "auto"}'. If they are of another reader, name it: ?reader={string.Join('|', ReceiverKinds.Names)}.", receipt));
    }

    /// <summary>The receipt as it crosses the wire.</summary>
    public static ReceiptDto ToDto(this IntakeReceipt receipt) => new()
    {
        Received = receipt.Received,
        Stored = receipt.Stored,
        Repeats = receipt.Repeats,
        Counted = receipt.Counted,
        Rejected = receipt.Rejected,
        Undecoded = receipt.Undecoded.ToDictionary(static u => u.Key.ToString(), static u => u.Value),
    };

    private static string Shorten(string text) => text.Length <= 40 ? text : text[..40] + "…";
}
