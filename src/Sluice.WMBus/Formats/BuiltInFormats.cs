namespace Sluice.WMBus.Formats;

/// <summary>Formats of compact frames that are published or were captured; they spare the wait for a full frame.</summary>
internal static class BuiltInFormats
{
    /// <summary>Record headers, one format a row; the comment has the signature on air and the meter.</summary>
    public static readonly string[] Headers =
    [
        "02FF20" + "0413" + "4413" + "615B" + "6167",                                             // EDA8 MULTICAL 21
        "02FF20" + "0413" + "4413" + "615B" + "5167",                                             // F7D2 MULTICAL 21
        "02FF20" + "0413" + "92013B" + "A1015B" + "8101E7FF0F",                                   // 12C4 MULTICAL 21, maximum flow
        "02FF20" + "0413" + "4413" + "A1015B" + "8101E7FF0F",                                     // EB61 flowIQ 2101
        "02FF20" + "0413" + "4413",                                                               // 34DD MULTICAL 21
        "02FF20" + "0413" + "523B",                                                               // 0E7C MULTICAL 21
        "02FF20" + "0413" + "4413" + "426C",                                                      // 07DD flowIQ 2200
        "04FF23" + "4413" + "523B" + "06FF1B" + "426C" + "6167" + "5167" + "023B" + "0413" + "8101E7FF0F", // 0509 flowIQ 2200, KWM2231
        "04FF23" + "0413" + "4413" + "426C" + "023B" + "92013B" + "A2013B" + "06FF1B" + "A1015B" + "91015B" + "A10167", // F3A9 flowIQ 2200
        "02FF20" + "0413" + "4413" + "426C" + "523B" + "615B" + "6167" + "5167" + "8101E7FF0F" + "06FF1B", // D436 flowIQ 2200
        "0414" + "02FD17" + "043B" + "0259",                                                      // ABB3 MULTICAL 62
        "426C" + "4413" + "01FD17"                                                                // 2D05 Engelmann water meter, 15 months
            + "840113" + "C40113" + "840213" + "C40213" + "840313" + "C40313" + "840413" + "C40413" + "840513" + "C40513" + "840613" + "C40613" + "840713" + "C40713" + "840813"
            + "046D" + "0413",
    ];
}
