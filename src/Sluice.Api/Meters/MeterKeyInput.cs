using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Sluice.Api.Problems;
using Sluice.Metering;
using Sluice.Metering.Identity;
using Sluice.Metering.Keys;
using Sluice.Metering.Meters;
using Sluice.WMBus.Security;

namespace Sluice.Api.Meters;

/// <summary>The key that comes with a meter.</summary>
public sealed class MeterKeyInput(KeyRegistry registry)
{
    /// <summary>Reads <c>encryptionKey</c>. No problem ever quotes it.</summary>
    /// <param name="text">As given.</param>
    /// <param name="id">The meter.</param>
    /// <param name="fingerprint">The fingerprint the caller may have read and sent back.</param>
    /// <param name="key">The key; null when none was given.</param>
    /// <param name="problem">When false is returned.</param>
    internal static bool TryParse(string? text, MeterId id, string? fingerprint, out MeterKey? key, [NotNullWhen(false)] out IResult? problem)
    {
        (key, problem) = (null, null);
        if (text is null || text == fingerprint) return true;
        Span<byte> bytes = stackalloc byte[16];
        if (MeterKey.TryParseHex(text, bytes))
        {
            key = new(id.Serial, bytes, id.Manufacturer);
            CryptographicOperations.ZeroMemory(bytes);
            return true;
        }
        problem = ChangeProblem.Of(new FieldProblem("encryptionKey", $"32 hexadecimal digits; it has {text.Length} characters. To keep the key, leave it out or send the fingerprint that was read."));
        return false;
    }

    /// <summary>Keeps the key.</summary>
    /// <returns>The problem when the archive refutes it; null otherwise.</returns>
    internal async ValueTask<IResult?> ImportAsync(SocietyScope scope, MeterKey? key, CancellationToken ct)
    {
        if (key is null) return null;
        var report = await registry.ImportAsync(scope, [key], force: false, ct);
        return report.Keys[0].Stored is not null ? null : Problem.Of(StatusCodes.Status409Conflict, "KeyRefuted", "The key does not open the meter's telegrams.",
            "The rest was done; the key was not kept. Check serial number and key, or send it with POST …/keys?force=true.");
    }
}
