using Sluice.Metering.Identity;
using Sluice.WMBus.Frames;
using Sluice.WMBus.Security;

namespace Sluice.Metering.Keys;

/// <summary>What became of one key of an import. Never the key.</summary>
/// <param name="Serial">The meter's serial number.</param>
/// <param name="Manufacturer">The maker; null when neither the file nor a registered meter says.</param>
/// <param name="Fingerprint">The key's fingerprint.</param>
/// <param name="Proof">What the archive says.</param>
/// <param name="Stored">What the store did; null when it was not asked to keep the key.</param>
/// <param name="IsRegistered">True when the society has the meter: the key is in use. Otherwise it waits for the meter.</param>
/// <param name="Society">The society that keeps it; null when none does.</param>
public sealed record KeyResult(uint Serial, Manufacturer? Manufacturer, string Fingerprint, KeyProofState Proof, KeyOutcome? Stored, bool IsRegistered, SocietyId? Society)
{
    /// <summary>What became of it in one word.</summary>
    public string Outcome => Stored switch
    {
        { } stored => stored.ToString().ToUpperInvariant(),
        null => Proof == KeyProofState.Refuted ? "REFUSED" : "UNKNOWN_METER",
    };
}

/// <summary>What became of an import of keys.</summary>
/// <param name="Keys">One result per key, in order.</param>
/// <param name="Healed">Archived telegrams that could not be read before and are readings now.</param>
/// <param name="IsHealing">True when more telegrams are being decoded in the background.</param>
public sealed record KeyReport(IReadOnlyList<KeyResult> Keys, long Healed, bool IsHealing);

/// <summary>Keys read from a file.</summary>
/// <param name="Keys">The usable ones with their rows.</param>
/// <param name="Problems">Rows that are not usable, and what was noticed on the way.</param>
/// <param name="Fault">Why the file as a whole cannot be read; null when it can.</param>
public sealed record KeyFile(IReadOnlyList<(MeterKey Key, int Row)> Keys, IReadOnlyList<KeyFileRowProblem> Problems, KeyFileFault? Fault = null);

/// <summary>A row that is not usable, or something noticed. Never quotes a key.</summary>
/// <param name="Row">The row, from 1.</param>
/// <param name="Serial">The serial number when the row has a good one.</param>
/// <param name="Code">Stable.</param>
/// <param name="Message">For people.</param>
public sealed record KeyFileRowProblem(int Row, string? Serial, string Code, string Message);

/// <summary>Why a key file cannot be read.</summary>
/// <param name="Code">Stable.</param>
/// <param name="Message">For people.</param>
public sealed record KeyFileFault(string Code, string Message);

/// <summary>Reads key files of every kind: KEM, KEM2, CSV, Excel.</summary>
public interface IKeyFileReader
{
    /// <summary>Reads a file. Any bytes give an answer, never an exception.</summary>
    /// <param name="content">From its current position to its end.</param>
    /// <param name="name">For messages only.</param>
    /// <param name="password">For encrypted files; null: none.</param>
    KeyFile Read(Stream content, string name, string? password);
}
