namespace Sluice.Imports.Tables;

/// <summary>How many more bytes may come out of a container; shared by its entries.</summary>
internal sealed class ByteBudget(long bytes)
{
    private long left = bytes;

    public void Take(int count)
    {
        if (count > left)
            throw new BadFileException(BadFileReason.TooLarge, "more bytes when unpacked than allowed");
        left -= count;
    }
}

/// <summary>Reads from another stream until a budget is spent: what stops a zip bomb. Owns the stream.</summary>
internal sealed class BoundedStream(Stream inner, ByteBudget budget) : Stream
{
    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(Span<byte> buffer)
    {
        var read = inner.Read(buffer);
        budget.Take(read);
        return read;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    protected override void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }

    public override void Flush() { }
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
