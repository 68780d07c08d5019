namespace Sluice.WMBus.Records;

/// <summary>One data record: what it is, its value, and where it stands. EN 13757-3:2018, 6.</summary>
/// <param name="Data">Data information (DIF, DIFEs).</param>
/// <param name="Meaning">Value information (VIF, VIFEs).</param>
/// <param name="Value">The value; numbers already carry the exponent of the value information.</param>
/// <param name="Header">DIF to last VIFE, packed; see <see cref="RecordHeader"/>.</param>
/// <param name="HeaderOffset">Offset of the DIF in <see cref="DecodedTelegram.Plain"/>; -1 in a compact frame, which carries values only.</param>
/// <param name="DataOffset">Offset of the data in <see cref="DecodedTelegram.Plain"/>.</param>
/// <param name="DataLength">Bytes of data, length byte of variable data included.</param>
public readonly record struct DataRecord(
    DataInformation Data, ValueInformation Meaning, RecordValue Value, RecordHeader Header, int HeaderOffset, int DataOffset, int DataLength);
