using System.Globalization;
using System.IO.Compression;
using System.Text;
using Parquet;
using Parquet.Schema;
using Sluice.Metering.Readings;
using Sluice.Reports.Model;

namespace Sluice.Benchmarks;

/// <summary>The same cells by loops that know their columns, check nothing and draw nothing: the floor under the exports.</summary>
internal static class BareExport
{
    private static readonly long Epoch = new DateTime(1899, 12, 30, 0, 0, 0, DateTimeKind.Unspecified).Ticks;

    public static Task SheetAsync(int rows) => ZipAsync(async buffer =>
    {
        var number = 1;
        await foreach (var r in Society.Readings(rows)) await ReadingAsync(buffer, r, ++number);
    });

    public static async Task SessionAsync(int meters)
    {
        await ZipAsync(async buffer =>
        {
            var number = 1;
            await foreach (var r in Society.Readings(meters * 2)) await ReadingAsync(buffer, r, ++number);
        });
        await ZipAsync(async buffer =>
        {
            var number = 1;
            await foreach (var m in Society.Meters(meters))
            {
                buffer.Row(++number);
                buffer.Text('A', m.Tower).Text('B', m.Flat).Text('C', m.Place).Text('D', m.Serial).Time('E', m.ReadAt!.Value).Number('F', m.PreviousM3).Number('G', m.CurrentM3).Number('H', m.UsageM3)
                    .Text('I', "GOOD").Text('J', "ACTUAL").Text('K', m.Leak ? "yes" : "").Text('M', m.InfoCodes).Text('N', "FLAT").Text('O', m.MeterType).Text('P', "ACTIVE").Day('Q', m.InstalledOn!.Value);
                await buffer.EndRowAsync();
            }
        });
        await ZipAsync(async buffer =>
        {
            var number = 1;
            await foreach (var a in Society.Analytics(meters))
            {
                buffer.Row(++number);
                buffer.Text('A', a.Tower).Text('B', a.Flat).Text('C', a.Serial).Number('D', a.LitresPerDay).Number('E', a.TrendPercent)
                    .Number('G', a.LeakScore).Number('H', a.DaysSinceHeard);
                await buffer.EndRowAsync();
            }
        });
    }

    public static async Task CsvAsync(int rows)
    {
        var buffer = new Buffer(Stream.Null);
        await foreach (var r in Society.Readings(rows))
        {
            buffer.Csv(r.Id).Csv(r.Society).Csv(r.Tower).Csv(r.Flat).Csv(r.Place).Csv(r.Serial);
            buffer.Format(TimeZoneInfo.ConvertTime(r.At, Society.Zone), "O");
            buffer.Byte(',');
            buffer.Format(r.TotalM3!.Value);
            buffer.Byte(',');
            buffer.Format(r.TargetM3!.Value);
            buffer.Byte(',');
            buffer.Format(r.TargetDate!.Value, "O");
            buffer.Byte(',');
            buffer.Csv(Quality(r)).Csv(r.Reasons).Csv(r.Status).Csv("ACTUAL");
            buffer.Format(r.RssiDbm!.Value);
            buffer.Byte(',');
            buffer.Csv(r.Receiver).Csv(r.Note).Byte('\n');
            await buffer.FlushIfLargeAsync();
        }
        await buffer.FlushAsync();
    }

    public static async Task ParquetAsync(int rows)
    {
        const int Group = 65_536;
        string[] names = ["id", "tower", "flat", "place", "serial", "quality", "reasons", "status", "origin", "receiver", "note"];
        var texts = names.Select(n => new DataField<string>(n)).ToArray();
        var at = new DateTimeDataField("at", DateTimeFormat.Timestamp, isAdjustedToUTC: true, unit: DateTimeTimeUnit.Millis, isNullable: true);
        DecimalDataField total = new("total_m3", 18, 6, isNullable: true), target = new("target_m3", 18, 6, isNullable: true);
        DataField day = new DataField<DateOnly?>("target_date"), rssi = new DataField<long?>("rssi_dbm");
        await using var stream = new CountingStream();
        await using var writer = await ParquetWriter.CreateAsync(new ParquetSchema([.. texts, at, total, target, day, rssi]), stream);
        var words = names.Select(_ => new string?[Group]).ToArray();
        var times = new DateTime?[Group];
        decimal?[] totals = new decimal?[Group], targets = new decimal?[Group];
        var days = new DateOnly?[Group];
        var signals = new long?[Group];
        var count = 0;
        await foreach (var r in Society.Readings(rows))
        {
            string?[] values = [r.Id, r.Tower, r.Flat, r.Place, r.Serial, Quality(r), null, r.Status, "ACTUAL", r.Receiver, null];
            for (var i = 0; i < values.Length; i++) words[i][count] = values[i];
            (times[count], totals[count], targets[count], days[count], signals[count]) = (r.At.UtcDateTime, r.TotalM3, r.TargetM3, r.TargetDate, r.RssiDbm);
            if (++count == Group) await WriteAsync();
        }
        if (count > 0) await WriteAsync();

        async Task WriteAsync()
        {
            using (var group = writer.CreateRowGroup())
            {
                for (var i = 0; i < texts.Length; i++) await group.WriteAsync(texts[i], new ArraySegment<string?>(words[i], 0, count)!);
                await group.WriteAsync<DateTime>(at, times.AsMemory(0, count));
                await group.WriteAsync<decimal>(total, totals.AsMemory(0, count));
                await group.WriteAsync<decimal>(target, targets.AsMemory(0, count));
                await group.WriteAsync<DateOnly>(day, days.AsMemory(0, count));
                await group.WriteAsync<long>(rssi, signals.AsMemory(0, count));
            }
            count = 0;
        }
    }

    private static ValueTask ReadingAsync(Buffer buffer, ReadingRow r, int number)
    {
        buffer.Row(number);
        buffer.Text('A', r.Id).Text('B', r.Society).Text('C', r.Tower).Text('D', r.Flat).Text('E', r.Place).Text('F', r.Serial).Time('G', r.At).Number('H', r.TotalM3).Number('I', r.TargetM3)
            .Day('J', r.TargetDate!.Value).Text('K', Quality(r)).Text('L', r.Reasons).Text('M', r.Status).Text('N', "ACTUAL").Number('O', r.RssiDbm).Text('P', r.Receiver).Text('Q', r.Note);
        return buffer.EndRowAsync();
    }

    private static string Quality(ReadingRow r) => r.Quality == ReadingQuality.Good ? "GOOD" : "FAIR";

    private static async Task ZipAsync(Func<Buffer, Task> rows)
    {
        await using var zip = await ZipArchive.CreateAsync(Stream.Null, ZipArchiveMode.Create, leaveOpen: true, Encoding.UTF8);
        await using var part = await zip.CreateEntry("sheet1.xml", CompressionLevel.Fastest).OpenAsync();
        var buffer = new Buffer(part);
        await rows(buffer);
        await buffer.FlushAsync();
    }

    private sealed class Buffer(Stream stream)
    {
        private readonly byte[] bytes = new byte[96 * 1024];
        private int length, row;

        public void Row(int number)
        {
            row = number;
            Raw("<row r=\""u8);
            Format(number);
            Raw("\">"u8);
        }

        public ValueTask EndRowAsync()
        {
            Raw("</row>"u8);
            return FlushIfLargeAsync();
        }

        public Buffer Text(char column, string text)
        {
            if (text.Length == 0) return this;
            Cell(column);
            Raw("\" s=\"2\" t=\"inlineStr\"><is><t>"u8);
            length += Encoding.UTF8.GetBytes(text, bytes.AsSpan(length));
            Raw("</t></is></c>"u8);
            return this;
        }

        public Buffer Number(char column, decimal? value)
        {
            Cell(column);
            Raw("\" s=\"4\"><v>"u8);
            Format(value!.Value);
            Raw("</v></c>"u8);
            return this;
        }

        public Buffer Number(char column, int? value)
        {
            Cell(column);
            Raw("\" s=\"6\"><v>"u8);
            Format(value!.Value);
            Raw("</v></c>"u8);
            return this;
        }

        public Buffer Time(char column, DateTimeOffset at)
        {
            Cell(column);
            Raw("\" s=\"7\"><v>"u8);
            Format((TimeZoneInfo.ConvertTime(at, Society.Zone).DateTime.Ticks - Epoch) / (double)TimeSpan.TicksPerDay);
            Raw("</v></c>"u8);
            return this;
        }

        public Buffer Day(char column, DateOnly day)
        {
            Cell(column);
            Raw("\" s=\"8\"><v>"u8);
            Format((day.ToDateTime(TimeOnly.MinValue).Ticks - Epoch) / TimeSpan.TicksPerDay);
            Raw("</v></c>"u8);
            return this;
        }

        public Buffer Csv(string text)
        {
            length += Encoding.UTF8.GetBytes(text, bytes.AsSpan(length));
            return Byte(',');
        }

        public Buffer Byte(char value)
        {
            bytes[length++] = (byte)value;
            return this;
        }

        public void Format<T>(T value, string format = "") where T : IUtf8SpanFormattable
        {
            value.TryFormat(bytes.AsSpan(length), out var written, format, CultureInfo.InvariantCulture);
            length += written;
        }

        public ValueTask FlushIfLargeAsync() => length < 64 * 1024 ? ValueTask.CompletedTask : FlushAsync();

        public async ValueTask FlushAsync()
        {
            await stream.WriteAsync(bytes.AsMemory(0, length));
            length = 0;
        }

        private void Cell(char column)
        {
            Raw("<c r=\""u8);
            Byte(column);
            Format(row);
        }

        private void Raw(ReadOnlySpan<byte> text)
        {
            text.CopyTo(bytes.AsSpan(length));
            length += text.Length;
        }
    }
}
