using Sluice.WMBus.Records;

namespace Sluice.WMBus.Drivers;

/// <summary>Remembers what a driver makes of the records of a format: nearly all telegrams of a family of meters have one of a few formats. Safe for use from many threads.</summary>
internal sealed class PlanCache
{
    /// <summary>Formats remembered, and records of one: more is worked out each time.</summary>
    private const int MaxFormats = 16, MaxRecords = 16;

    private volatile Planned[] all = [];

    /// <summary>The plan for these records, which <paramref name="driver"/> makes when it is not known yet.</summary>
    public PlanStep[] Find(ReadOnlySpan<DataRecord> records, MeterDriver driver)
    {
        if (records.Length > MaxRecords) return [.. driver.Plan(records)];
        var known = all;
        foreach (var plan in known)
            if (plan.IsFor(records)) return plan.Steps;
        PlanStep[] steps = [.. driver.Plan(records)];
        if (known.Length < MaxFormats) all = [.. known, new(Array.ConvertAll(records.ToArray(), static r => (r.Header, r.Data, r.Meaning)), steps)];   // two at a time: one is worked out again
        return steps;
    }

    private sealed record Planned((RecordHeader Header, DataInformation Data, ValueInformation Meaning)[] Records, PlanStep[] Steps)
    {
        public bool IsFor(ReadOnlySpan<DataRecord> records)
        {
            if (records.Length != Records.Length) return false;
            for (var i = 0; i < records.Length; i++)
            {
                ref readonly var record = ref records[i];
                if (record.Header != Records[i].Header || record.Data != Records[i].Data || record.Meaning != Records[i].Meaning) return false;
            }
            return true;
        }
    }
}
