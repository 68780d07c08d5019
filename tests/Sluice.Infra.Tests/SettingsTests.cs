namespace Sluice.Infra.Tests;

public class SettingsTests
{
    [Theory]
    [InlineData("SLUICE_CLOUD_LAYOUT", "tar")]
    [InlineData("SLUICE_CLOUD_BUDGET_USD", "-3")]
    [InlineData("SLUICE_CLOUD_ALARM_MAIL", "nobody")]
    [InlineData("SLUICE_CLOUD_PUBLIC_URL", "http://sluice.example.org")]
    public void A_wrong_setting_is_named(string name, string value) =>
        Assert.Contains(name, Assert.Throws<ArgumentException>(() => CloudSettings.Of(n => n == name ? value : null)).Message, StringComparison.Ordinal);

    [Fact]
    public async Task Functions_can_be_a_container_image_as_well()
    {
        var folder = Directory.CreateTempSubdirectory("sluice-image-");
        try
        {
            var (code, output) = await Templates.RunAsync(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet",
                [Path.Combine(AppContext.BaseDirectory, "Sluice.Infra.dll"), folder.FullName], AppContext.BaseDirectory, new Dictionary<string, string> { ["SLUICE_CLOUD_LAYOUT"] = "image" });
            Assert.True(code == 0, output);
            var template = await File.ReadAllTextAsync(Path.Combine(folder.FullName, "SluiceCompute.template.json"), TestContext.Current.CancellationToken);
            Assert.Equal(6, template.Split("\"ImageUri\"").Length - 1);
            Assert.DoesNotContain("\"S3Bucket\"", template, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
