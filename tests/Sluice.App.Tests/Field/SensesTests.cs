using Microsoft.Playwright;
using QRCoder;
using Sluice.Metering.Identity;

namespace Sluice.App.Tests.Field;

public sealed class SensesTests(AppServer server)
{
    [Fact]
    public async Task A_code_before_the_camera_opens_its_meter_and_a_voice_says_the_end()
    {
        var film = Path.Combine(Path.GetTempPath(), $"sluice-{Guid.NewGuid():N}.y4m");
        await FilmAsync(film, "KAM 90000002 FLOWIQ");
        try
        {
            await using var browser = await server.LaunchAsync("--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream", $"--use-file-for-fake-video-capture={film}");
            await using var visitor = await Visitor.LoggedInAsync(server, Role.Scanner, Screen.Phone, browser);
            await visitor.Context.GrantPermissionsAsync(["camera"]);
            await visitor.Page.AddInitScriptAsync("""
                window.said = []; window.buzzed = 0;
                speechSynthesis.speak = u => window.said.push(u.text);
                navigator.vibrate = () => { window.buzzed++; return true; };
                """);
            await visitor.StartAsync("One flat", "Senses");
            await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Voice on" }).ClickAsync();
            await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Scan a code" }).ClickAsync();
            await visitor.SeesAsync("dl.facts", "KAM.90000002", 30_000);

            await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Back to the round" }).ClickAsync();
            await visitor.TrainAsync();
            await visitor.ReadAllAsync();
            await visitor.Page.WaitForFunctionAsync("() => window.said.includes('All meters are read.') && window.said.includes('Voice guidance is on.') && window.buzzed > 0");
        }
        finally
        {
            File.Delete(film);
        }
    }

    /// <summary>A second of film that shows a QR code: 4:2:0, one frame again and again.</summary>
    private static async Task FilmAsync(string path, string text)
    {
        const int width = 640, height = 480, dot = 10;
        using var code = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
        var modules = code.ModuleMatrix;
        var frame = new byte[width * height * 3 / 2];
        Array.Fill(frame, (byte)235, 0, width * height);
        Array.Fill(frame, (byte)128, width * height, width * height / 2);
        var (left, top) = ((width - (modules.Count * dot)) / 2, (height - (modules.Count * dot)) / 2);
        for (var y = 0; y < modules.Count * dot; y++)
            for (var x = 0; x < modules.Count * dot; x++)
                if (modules[y / dot][x / dot]) frame[((top + y) * width) + left + x] = 16;
        await using var file = File.Create(path);
        await file.WriteAsync("YUV4MPEG2 W640 H480 F10:1 Ip A1:1 C420jpeg\n"u8.ToArray());
        for (var i = 0; i < 10; i++)
        {
            await file.WriteAsync("FRAME\n"u8.ToArray());
            await file.WriteAsync(frame);
        }
    }
}
