namespace Sluice.WMBus.Receivers;

/// <summary>The kinds of reader and file Sluice understands.</summary>
public enum ReceiverKind
{
    /// <summary>Found out from the first bytes.</summary>
    Auto = 0,

    /// <summary>Text, one telegram in hexadecimal per line.</summary>
    Hex,

    /// <summary>Bluetooth hand-held VW1811 or VW1871: binary envelopes.</summary>
    Vw1871,

    /// <summary>Lines of the program rtl_wmbus.</summary>
    RtlWmbus,

    /// <summary>IMST iM871A, iM170A (HCI frames) and iU891A (SLIP frames).</summary>
    Im871a,

    /// <summary>Amber (Würth) AMB8465, command or transparent mode.</summary>
    Amb8465,

    /// <summary>CUL and other sticks with culfw: lines starting with b.</summary>
    Cul,

    /// <summary>One JSON object per line.</summary>
    JsonLines,

    /// <summary>Telegrams one after the other in binary, each starting with its L field; also wired M-Bus frames 68 L L 68.</summary>
    Raw,
}
