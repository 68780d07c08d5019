using Sluice.Metering.Validation;
using Sluice.WMBus.Frames;

namespace Sluice.Storage.Sqlite;

/// <summary>What the rules remember of the meters of one transaction: read when first asked for, written once at the end.</summary>
internal sealed class MeterHistories(Session session)
{
    private readonly Dictionary<MeterAddress, MeterHistory> known = [];
    private readonly HashSet<MeterAddress> changed = [];

    public MeterHistory Of(MeterAddress meter)
    {
        if (known.TryGetValue(meter, out var history)) return history;
        history = session.Bind("Validation.FindHistory", ("$meter", Columns.FromMeter(meter))).ExecuteScalar() is byte[] bytes ? MeterHistory.Read(bytes) : default;
        known.Add(meter, history);
        return history;
    }

    public void Set(MeterAddress meter, in MeterHistory history)
    {
        known[meter] = history;
        changed.Add(meter);
    }

    public void Save()
    {
        foreach (var meter in changed)
        {
            var bytes = new byte[MeterHistory.Size];
            known[meter].Write(bytes);
            session.Run("Validation.SaveHistory", ("$meter", Columns.FromMeter(meter)), ("$history", bytes));
        }
    }
}
