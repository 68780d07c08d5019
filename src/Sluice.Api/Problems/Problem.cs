using Microsoft.AspNetCore.Http;
using Sluice.Contracts;
using Sluice.Contracts.Telegrams;
using Sluice.Metering.Storage;

namespace Sluice.Api.Problems;

/// <summary>Problems as answers. The codes are public and stable.</summary>
public static class Problem
{
    /// <summary>A parameter is not what it should be.</summary>
    public static IResult BadParameter(string code, string detail) => Of(StatusCodes.Status400BadRequest, code, "A parameter cannot be used.", detail);

    /// <summary>The body holds no telegram.</summary>
    public static IResult NoTelegram(string detail, ReceiptDto receipt) =>
        Of(StatusCodes.Status400BadRequest, "NoTelegram", "No telegram was found in the body.", detail, receipt);

    /// <summary>The body is larger than allowed.</summary>
    public static IResult TooLarge(long limit, ReceiptDto receipt) => Of(
        StatusCodes.Status413PayloadTooLarge, "BodyTooLarge", "The body is too large.",
        $"A body has at most {limit} bytes; send the telegrams in several bodies. What the receipt counts is stored, and sending it again does no harm.", receipt);

    /// <summary>The store cannot take it now.</summary>
    public static IResult Storage(StorageException e, ReceiptDto? receipt) => e.Fault == StorageFault.Full
        ? Of(StatusCodes.Status507InsufficientStorage, "StorageFull", "The disk is full.",
            "Nothing beyond the receipt was stored. Free some space on the server and send the body again; what is stored already does no harm.", receipt)
        : Of(StatusCodes.Status503ServiceUnavailable, "StorageUnavailable", "The store cannot be used.",
            "Nothing beyond the receipt was stored. The server's log says why; send the body again later.", receipt);

    /// <summary>The server has not finished starting.</summary>
    public static IResult Starting() =>
        Of(StatusCodes.Status503ServiceUnavailable, "Starting", "The server is starting.", "It handles what waited from last time; try again in a moment.");

    /// <summary>The server is about to end.</summary>
    public static IResult Stopping() =>
        Of(StatusCodes.Status503ServiceUnavailable, "Stopping", "The server is stopping.", "Nothing of this request was taken; send it again when the server is back.");

    /// <summary>The request carries no valid token.</summary>
    public static IResult NoToken() =>
        Of(StatusCodes.Status401Unauthorized, "NoToken", "Who are you?", "Send 'Authorization: Bearer TOKEN' with a valid access token; it may have expired.");

    /// <summary>The caller's role does not allow it.</summary>
    public static IResult Forbidden() => Of(StatusCodes.Status403Forbidden, "Forbidden", "Your role does not allow this.", "Ask an administrator of the society, or of the installation, to do it or to change your role.");

    /// <summary>It is not there, or belongs to a society the caller does not belong to.</summary>
    public static IResult NotYours() => Of(StatusCodes.Status404NotFound, "NotFound", "There is nothing at this address.", "It does not exist, or it belongs to a society that you do not belong to.");

    /// <summary>The request was made by another site's page, or under another name.</summary>
    public static IResult NotFromHere(string detail) => Of(StatusCodes.Status403Forbidden, "NotFromHere", "This request is not allowed from there.", detail);

    /// <summary>There is no such address.</summary>
    public static IResult NotFound() => Of(StatusCodes.Status404NotFound, "NotFound", "There is nothing at this address.", "See docs/server.md for what there is.");

    /// <summary>The address is right, the method is not.</summary>
    public static IResult MethodNotAllowed(string allowed) =>
        Of(StatusCodes.Status405MethodNotAllowed, "MethodNotAllowed", "This address does not take that method.", $"It takes {allowed}.");

    /// <summary>The body is packed, so its bytes are not a reader's.</summary>
    public static IResult Packed(string detail) => Of(StatusCodes.Status415UnsupportedMediaType, "UnsupportedMediaType", "The body is not a reader's bytes.", detail);

    /// <summary>The body should be JSON and is not declared so.</summary>
    public static IResult NotJson() => Of(StatusCodes.Status415UnsupportedMediaType, "NotJson", "The body is not JSON.", "Send JSON, and say so: Content-Type: application/json.");

    /// <summary>A mistake of ours.</summary>
    public static IResult Unexpected(string trace) => Results.Json(
        new ProblemDto
        {
            Title = "Something went wrong here.",
            Status = StatusCodes.Status500InternalServerError,
            Detail = "This is a mistake in the server, not in your request. Tell whoever runs it the trace; the log has it.",
            Code = "Unexpected",
            Trace = trace,
        },
        WireJson.Default.ProblemDto, "application/problem+json", StatusCodes.Status500InternalServerError);

    /// <summary>Any other problem.</summary>
    public static IResult Of(int status, string code, string title, string detail, ReceiptDto? receipt = null) => Results.Json(
        new ProblemDto { Title = title, Status = status, Detail = detail, Code = code, Receipt = receipt },
        WireJson.Default.ProblemDto, "application/problem+json", status);
}
