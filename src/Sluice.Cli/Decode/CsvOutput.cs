using System.Buffers;
using System.Globalization;
using System.Text;
using Sluice.WMBus;
using Sluice.WMBus.Drivers;
using Sluice.WMBus.Receivers;

namespace Sluice.Cli.Decode;

/// <summary>RFC 4180, a row a telegram: the columns billing needs, and all other values together in the last one.</summary>
internal sealed class CsvOutput : DecodeOutput
{
    private static readonly string[] FieldColumns =
        ["total_m3", "target_m3", "target_date", "flow_temperature_c", "external_temperature_c", "max_flow_m3h", "total_energy_consumption_kwh", "status"];

    private bool started;

    public override void Write(IBufferWriter<byte> to, DecodedTelegram telegram, in Reception reception, ReadOnlySpan<byte> raw)
    {
        var fields = telegram.IsDecoded ? telegram.Fields : [];
        var row = new List<string>
        {
            Time(reception), telegram.Id, reception.Name ?? telegram.Name, telegram.Driver.Name, telegram.Model, telegram.Address is null ? "" : telegram.Media,
        };
        row.AddRange(FieldColumns.Select(column => Find(fields, column)));
        row.Add(string.Join(';', fields.Where(f => !FieldColumns.Contains(f.Name.Text)).Select(f => $"{f.Name.Text}={f.Value}")));
        AddReception(row, reception);
        row.Add(telegram.IsDecoded ? "" : telegram.Error.Code.ToString());
        row.Add(telegram.IsDecoded ? string.Join(' ', telegram.Warnings.Select(w => w.Message)) : telegram.Error.Message);
        WriteRow(to, row);
    }

    public override void WriteBadInput(IBufferWriter<byte> to, ReceivedTelegram received, in Reception reception)
    {
        var row = new List<string> { Time(reception), "", "", "", "", "" };
        row.AddRange(FieldColumns.Select(_ => ""));
        row.Add("");
        AddReception(row, reception);
        row.Add(received.Error.Code.ToString());
        row.Add(received.Error.Message);
        WriteRow(to, row);
    }

    public override void Finish(IBufferWriter<byte> to)
    {
        if (!started) WriteHeader(to);
    }

    private static string Find(IEnumerable<ReadingField> fields, string name)
    {
        foreach (var field in fields)
        {
            if (field.Name.Text == name) return field.IsInvalid ? "" : field.Value.ToString();
        }
        return "";
    }

    private static string Time(in Reception reception) => reception.At?.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture) ?? "";

    private static void AddReception(List<string> row, in Reception reception)
    {
        row.Add(reception.RssiDbm?.ToString(CultureInfo.InvariantCulture) ?? "");
        row.Add(reception.Device ?? "");
        row.Add(reception.IsRepeat ? "1" : "");
    }

    private void WriteHeader(IBufferWriter<byte> to)
    {
        started = true;
        Emit(to, ["timestamp", "id", "name", "meter", "model", "media", .. FieldColumns, "other", "rssi_dbm", "device", "repeat", "error", "message"]);
    }

    private void WriteRow(IBufferWriter<byte> to, IEnumerable<string> row)
    {
        if (!started) WriteHeader(to);
        Emit(to, row);
    }

    private static void Emit(IBufferWriter<byte> to, IEnumerable<string> row) => to.Write(Encoding.UTF8.GetBytes(string.Join(',', row.Select(Cell)) + "\r\n"));

    /// <summary>Quotes where needed; text that a spreadsheet would take for a formula gets a leading apostrophe.</summary>
    private static string Cell(string text)
    {
        if (text.Length > 0 && text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' && !decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _)) text = "'" + text;
        return text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
