using System.Buffers.Binary;
using System.Text;

namespace Sluice.Reports.Protection;

/// <summary>A directory entry while its place is worked out.</summary>
internal sealed class CompoundNode(CompoundEntry entry)
{
    public CompoundEntry Entry { get; } = entry;

    /// <summary>Its first sector or mini sector.</summary>
    public uint Start { get; set; }

    public long Length { get; set; } = entry.Content?.Length ?? 0;

    public uint Left { get; set; } = CompoundDirectory.None;

    public uint Right { get; set; } = CompoundDirectory.None;

    public uint Child { get; set; } = CompoundDirectory.None;

    public bool Red { get; set; }
}

/// <summary>The directory of a compound file: siblings are a red-black tree ordered by length, then by upper-case name. [MS-CFB] 2.6.</summary>
internal sealed class CompoundDirectory
{
    /// <summary>No entry.</summary>
    public const uint None = 0xFFFFFFFF;

    private readonly List<CompoundNode> entries = [];

    public CompoundDirectory(CompoundEntry root)
    {
        entries.Add(new(root));
        entries[0].Child = Add(root.Children);
    }

    public IReadOnlyList<CompoundNode> Entries => entries;

    public CompoundNode Root => entries[0];

    public byte[] ToBytes(int size)
    {
        var bytes = new byte[size];
        for (var i = 0; i < size / 128; i++)
        {
            var slot = bytes.AsSpan(i * 128, 128);
            slot.Slice(68, 12).Fill(0xFF); // no siblings, no child
            if (i < entries.Count) Write(entries[i], slot, isRoot: i == 0);
        }
        return bytes;
    }

    private static void Write(CompoundNode node, Span<byte> slot, bool isRoot)
    {
        var name = Encoding.Unicode.GetBytes(node.Entry.Name, slot);
        BinaryPrimitives.WriteUInt16LittleEndian(slot[64..], (ushort)(name + 2));
        slot[66] = isRoot ? (byte)5 : node.Entry.Content is null ? (byte)1 : (byte)2;
        slot[67] = node.Red ? (byte)0 : (byte)1;
        BinaryPrimitives.WriteUInt32LittleEndian(slot[68..], node.Left);
        BinaryPrimitives.WriteUInt32LittleEndian(slot[72..], node.Right);
        BinaryPrimitives.WriteUInt32LittleEndian(slot[76..], node.Child);
        BinaryPrimitives.WriteUInt32LittleEndian(slot[116..], node.Start);
        BinaryPrimitives.WriteInt64LittleEndian(slot[120..], node.Length);
    }

    private uint Add(IReadOnlyList<CompoundEntry> siblings)
    {
        var sorted = siblings.OrderBy(s => s.Name.Length).ThenBy(s => s.Name.ToUpperInvariant(), StringComparer.Ordinal).ToList();
        var first = entries.Count;
        entries.AddRange(sorted.Select(s => new CompoundNode(s)));
        var height = int.Log2(Math.Max(sorted.Count, 1));
        var root = Tree(first, first + sorted.Count, depth: 0, height);
        foreach (var (index, entry) in sorted.Index()) entries[first + index].Child = Add(entry.Children);
        return root;
    }

    /// <summary>A balanced tree: black, but the lowest level red, so that every path has as many black nodes.</summary>
    private uint Tree(int from, int to, int depth, int height)
    {
        if (from >= to) return None;
        var middle = (from + to) / 2;
        var node = entries[middle];
        node.Red = depth == height && depth > 0;
        node.Left = Tree(from, middle, depth + 1, height);
        node.Right = Tree(middle + 1, to, depth + 1, height);
        return (uint)middle;
    }
}
