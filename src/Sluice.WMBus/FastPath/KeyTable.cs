using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Sluice.WMBus.Security;

namespace Sluice.WMBus.FastPath;

/// <summary>Keys by serial number, 32 bytes a meter, so that a look-up touches one cache line. Built once; a serial with several keys is left out and goes the general way.</summary>
internal sealed unsafe class KeyTable
{
    private const uint Multiplier = 0x9E3779B1;
    private readonly MeterKey[] keys;
    private readonly Entry[] memory;
    private readonly Entry* entries;
    private readonly int shift;
    private readonly uint mask;

    public KeyTable(KeyRing ring)
    {
        var single = ring.All.Where(k => k.Serial is not null).GroupBy(k => k.Serial!.Value).Where(g => g.Count() == 1).Select(g => g.Single()).ToList();
        var bits = 4;
        while (1 << bits < single.Count + (single.Count / 2)) bits++; // at most two thirds full: short searches, few cache lines
        shift = 32 - bits;
        mask = (1u << bits) - 1;
        // Pinned, so that an entry can be named by address; aligned, so that it lies in one cache line.
        memory = GC.AllocateArray<Entry>((int)mask + 2, pinned: true);
        entries = (Entry*)(((nuint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(memory)) + 31) & ~(nuint)31);
        keys = [.. single];
        for (var i = 0; i < keys.Length; i++)
        {
            var key = keys[i];
            var at = Start(key.Serial!.Value);
            while (entries[at].IsUsed != 0) at = (at + 1) & mask;
            entries[at] = new() { Serial = key.Serial.Value, Manufacturer = key.Manufacturer?.Code ?? 0, IsUsed = 1, Index = i, Key = Vector128.Create(key.Bytes) };
        }
    }

    /// <summary>Number of keys.</summary>
    public int Count => keys.Length;

    /// <summary>The key with an index that <see cref="TryFind"/> gave.</summary>
    public MeterKey this[int index] => keys[index];

    /// <summary>Finds the only key of a meter.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryFind(uint serial, ushort manufacturer, out Vector128<byte> key, out int index)
    {
        for (var at = Start(serial); ; at = (at + 1) & mask)
        {
            var entry = entries + at;
            if (entry->IsUsed == 0) break;
            if (entry->Serial != serial) continue;
            key = entry->Key;
            index = entry->Index;
            return entry->Manufacturer == 0 || entry->Manufacturer == manufacturer;
        }
        key = default;
        index = -1;
        return false;
    }

    /// <summary>Starts loading a meter's entry into the cache.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Prefetch(uint serial)
    {
        if (Sse.IsSupported) Sse.Prefetch0(entries + Start(serial));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private uint Start(uint serial) => unchecked(serial * Multiplier) >> shift;

    [StructLayout(LayoutKind.Explicit, Size = 32)]
    private struct Entry
    {
        [FieldOffset(0)]
        public uint Serial;

        [FieldOffset(4)]
        public ushort Manufacturer;

        [FieldOffset(6)]
        public ushort IsUsed;

        [FieldOffset(8)]
        public int Index;

        [FieldOffset(16)]
        public Vector128<byte> Key;
    }
}
