using System.Xml;
using Sluice.Imports.Tables;

namespace Sluice.Imports.Keys;

/// <summary>The bytes of an XML element with base64 content, decoded while reading. Starts with bytes that were already taken.</summary>
internal sealed class Base64ElementStream(XmlReader xml) : Stream
{
    private byte[] taken = [];
    private int takenAt;
    private bool ended;

    /// <summary>Reads up to <paramref name="count"/> bytes that will be read again.</summary>
    public ReadOnlySpan<byte> Peek(int count)
    {
        var buffer = new byte[count];
        var length = this.ReadAtLeast(buffer, count, throwOnEndOfStream: false);
        taken = buffer[..length];
        takenAt = 0;
        return taken;
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        if (takenAt < taken.Length)
        {
            var copied = Math.Min(count, taken.Length - takenAt);
            taken.AsSpan(takenAt, copied).CopyTo(buffer.AsSpan(offset));
            takenAt += copied;
            return copied;
        }
        if (ended || count == 0) return 0;
        var read = xml.ReadElementContentAsBase64(buffer, offset, count);
        ended = read == 0;   // the reader has left the element then and must not be asked again
        return read;
    }

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override void Flush() { }
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
