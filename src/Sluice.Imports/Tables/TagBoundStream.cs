using System.Xml;

namespace Sluice.Imports.Tables;

/// <summary>
/// Passes XML on to a parser and stops at a tag longer than any file we read has. A parser takes a whole tag into memory, many times its size when it is made
/// of attributes, before it hands anything over; text it hands over in pieces. UTF-8 and its like only: a zero byte ends the reading.
/// </summary>
internal sealed class TagBoundStream(Stream inner) : Stream
{
    private const int MaxTag = 64 << 10;

    private State state;
    private int tagLength;

    private enum State
    {
        Text,
        TagStart,
        Tag,
        DoubleQuoted,
        SingleQuoted,
        Declaration,   // <? or <!, where quotation marks need not come in pairs
    }

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(Span<byte> buffer)
    {
        var read = inner.Read(buffer);
        Check(buffer[..read]);
        return read;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    private void Check(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Contains((byte)0)) throw Damaged("the XML is not UTF-8");
        while (!bytes.IsEmpty)
        {
            if (state == State.Text)
            {
                var start = bytes.IndexOf((byte)'<');
                if (start < 0) return;
                bytes = bytes[(start + 1)..];
                state = State.TagStart;
                tagLength = 0;
                continue;
            }
            state = Next(bytes[0]);
            if (++tagLength > MaxTag) throw Damaged($"an XML tag is longer than {MaxTag} bytes");
            bytes = bytes[1..];
        }
    }

    private State Next(byte b) => (state, (char)b) switch
    {
        (State.TagStart, '!' or '?') => State.Declaration,
        (State.TagStart or State.Tag or State.Declaration, '>') => State.Text,
        (State.Declaration, _) => State.Declaration,
        (State.TagStart or State.Tag, '"') => State.DoubleQuoted,
        (State.TagStart or State.Tag, '\'') => State.SingleQuoted,
        (State.TagStart, _) => State.Tag,
        (State.DoubleQuoted, '"') => State.Tag,
        (State.SingleQuoted, '\'') => State.Tag,
        _ => state,
    };

    private static BadFileException Damaged(string message) => new(BadFileReason.Damaged, message);

    public override void Flush() { }
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <summary>Names the parser keeps for the whole document: few different ones, or it is no file of ours.</summary>
    internal sealed class Names : NameTable
    {
        private const int MaxNames = 4096;
        private int count;

        public override string Add(char[] key, int start, int len) => Get(key, start, len) ?? Count(base.Add(key, start, len));

        public override string Add(string key) => Get(key) ?? Count(base.Add(key));

        private string Count(string name) => ++count <= MaxNames ? name : throw Damaged($"more than {MaxNames} different XML names");
    }
}
