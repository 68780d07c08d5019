using System.Diagnostics;
using System.Text.Json;

namespace Sluice.Reports.Tests.Office;

/// <summary>A sheet as LibreOffice sees it. Dates are serial numbers.</summary>
internal sealed record OfficeSheet(string Name, IReadOnlyList<IReadOnlyList<JsonElement>> Rows, int Charts, int Conditions, bool Repeats);

/// <summary>What LibreOffice says about a file.</summary>
internal sealed record OfficeFile(bool Opened, string? Error, IReadOnlyList<OfficeSheet> Sheets);

/// <summary>A file to open. With <paramref name="Cells"/> its values come back; with <paramref name="Pdf"/> it is printed into that file.</summary>
internal sealed record OfficeJob(string File, string? Password = null, bool Cells = false, string? Pdf = null);

/// <summary>A real LibreOffice without a window. Needs the packages libreoffice-calc and python3-uno; <c>./sluice test</c> installs them.</summary>
internal static class LibreOffice
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static async Task<IReadOnlyList<OfficeFile>> OpenAsync(params OfficeJob[] jobs)
    {
        var start = new ProcessStartInfo("/usr/bin/python3", [Path.Combine(AppContext.BaseDirectory, "Office", "office.py")])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        await process.StandardInput.WriteAsync(JsonSerializer.Serialize(jobs, Json));
        process.StandardInput.Close();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"LibreOffice could not be driven (is libreoffice-calc and python3-uno installed?): {await errors}");
        return JsonSerializer.Deserialize<List<OfficeFile>>(output, Json)!;
    }
}
