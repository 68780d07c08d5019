using System.Diagnostics;

namespace Sluice.Api.Tests.Mqtt;

/// <summary>The programs of Mosquitto, which nobody here wrote.</summary>
internal static class Mosquitto
{
    /// <summary>Runs mosquitto_pub or mosquitto_sub to its end.</summary>
    public static async Task<(int Code, string Output, string Errors)> RunAsync(string program, string? input, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} does not start; ./sluice test installs mosquitto-clients.");
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        if (input is not null) await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output, await errors);
    }

    /// <summary>How to reach a broker, as arguments.</summary>
    public static string[] At(string broker, string user, string password)
    {
        var address = new Uri(broker);
        return ["-h", address.Host, "-p", address.Port.ToString(System.Globalization.CultureInfo.InvariantCulture), "-u", user, "-P", password];
    }
}
