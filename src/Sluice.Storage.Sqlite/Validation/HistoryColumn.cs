using Sluice.Metering.Meters;
using Sluice.Metering.Validation;

namespace Sluice.Storage.Sqlite;

/// <summary>What the rules remember of a meter, as a column: half of its bytes are zero and left out, because every reading writes it.</summary>
internal static class HistoryColumn
{
    private const int Group = 8;

    /// <summary>Keeps a history.</summary>
    public static void Save(Session session, MeterId meter, in MeterHistory history)
    {
        Span<byte> bytes = stackalloc byte[MeterHistory.Size];
        history.Write(bytes);
        Span<byte> packed = stackalloc byte[MeterHistory.Size + (MeterHistory.Size / Group)];
        var save = session.Raw("Validation.SaveHistory").Bind((long)meter.SortKey);
        save.BindBlob(2, packed[..Pack(bytes, packed)]);
        save.Run();
    }

    /// <summary>Every kept history.</summary>
    public static Dictionary<MeterId, MeterHistory> Load(Session session)
    {
        var all = new Dictionary<MeterId, MeterHistory>();
        Span<byte> bytes = stackalloc byte[MeterHistory.Size];
        using var rows = session.Bind("Validation.LoadHistories").ExecuteReader();
        while (rows.Read())
        {
            bytes.Clear();
            Unpack(rows.GetFieldValue<byte[]>(1), bytes);
            all[MeterId.FromSortKey((ulong)rows.GetInt64(0))] = MeterHistory.Read(bytes);
        }
        return all;
    }

    /// <summary>Eight bytes become a byte that says which of them are not zero, and those.</summary>
    private static int Pack(ReadOnlySpan<byte> bytes, Span<byte> packed)
    {
        var to = 0;
        for (var from = 0; from < bytes.Length; from += Group)
        {
            var mask = to++;
            packed[mask] = 0;
            for (var i = 0; i < Group; i++)
            {
                if (bytes[from + i] == 0) continue;
                packed[mask] |= (byte)(1 << i);
                packed[to++] = bytes[from + i];
            }
        }
        return to;
    }

    private static void Unpack(ReadOnlySpan<byte> packed, Span<byte> bytes)
    {
        var from = 0;
        for (var to = 0; to < bytes.Length && from < packed.Length; to += Group)
        {
            var mask = packed[from++];
            for (var i = 0; i < Group && from < packed.Length; i++)
                if ((mask >> i & 1) != 0) bytes[to + i] = packed[from++];
        }
    }
}
