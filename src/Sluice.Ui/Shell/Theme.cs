using MudBlazor;
using Sluice.Ui.Browser;

namespace Sluice.Ui.Shell;

/// <summary>The colours: light, dark, as the device has it, or for bright sun.</summary>
public sealed class Theme(IKeptChoices choices, IScreen screen)
{
    private const string Key = "theme";
    private static readonly string[] Fonts = ["system-ui", "Roboto", "Segoe UI", "Noto Sans", "Noto Sans Devanagari", "sans-serif"];

    /// <summary>What can be chosen.</summary>
    public static IReadOnlyList<string> Choices { get; } = ["system", "light", "dark", "sun"];

    /// <summary>What was chosen.</summary>
    public string Choice { get; private set; } = Choices[0];

    /// <summary>True: dark colours are shown.</summary>
    public bool IsDark { get; private set; }

    /// <summary>The colours shown.</summary>
    public MudTheme Colours => Choice == "sun" ? Sun : Usual;

    /// <summary>Raised when the colours changed.</summary>
    public event Action? Changed;

    /// <summary>Takes up the choice kept on this device.</summary>
    public async Task StartAsync() => await ApplyAsync(await choices.GetAsync(Key) ?? Choices[0]);

    /// <summary>Chooses and keeps.</summary>
    public async Task ChooseAsync(string choice)
    {
        await choices.SetAsync(Key, choice);
        await ApplyAsync(choice);
        Changed?.Invoke();
    }

    private async Task ApplyAsync(string choice)
    {
        Choice = Choices.Contains(choice) ? choice : Choices[0];
        IsDark = Choice == "dark" || (Choice == "system" && await screen.PrefersDarkAsync());
        await screen.SetThemeAsync(Choice == "sun" ? "sun" : IsDark ? "dark" : "light");
    }

    private static MudTheme Usual { get; } = new()
    {
        Typography = new() { Default = new DefaultTypography { FontFamily = Fonts } },
        PaletteLight = new PaletteLight
        {
            Primary = "#075985",
            Secondary = "#0f766e",
            Background = "#f4f7f9",
            Surface = "#ffffff",
            TextPrimary = "#0f1e28",
            TextSecondary = "#3f5362",
            ActionDefault = "#3f5362",
            Success = "#166534",
            Warning = "#8a4b00",
            Error = "#b3261e",
            Info = "#075985",
            LinesDefault = "#c6d1d9",
            LinesInputs = "#5b6f7d",
            TableLines = "#dbe3e9",
        },
        PaletteDark = new PaletteDark
        {
            Primary = "#7cc7ee",
            PrimaryContrastText = "#04212f",
            Secondary = "#6fd3c7",
            SecondaryContrastText = "#04211e",
            Background = "#0e1720",
            Surface = "#17232e",
            TextPrimary = "#eef4f8",
            TextSecondary = "#b4c4d0",
            ActionDefault = "#b4c4d0",
            Success = "#7ddc9a",
            Warning = "#f6b95c",
            Error = "#ff9c93",
            Info = "#7cc7ee",
            LinesDefault = "#344553",
            LinesInputs = "#8ea3b2",
            TableLines = "#2a3a47",
        },
        LayoutProperties = new() { DefaultBorderRadius = "10px" },
    };

    // For a basement's door at noon: black on white, nothing grey.
    private static MudTheme Sun { get; } = new()
    {
        Typography = new() { Default = new DefaultTypography { FontFamily = Fonts, FontWeight = "600" } },
        PaletteLight = new PaletteLight
        {
            Primary = "#00307a",
            Secondary = "#00307a",
            Background = "#ffffff",
            Surface = "#ffffff",
            TextPrimary = "#000000",
            TextSecondary = "#000000",
            ActionDefault = "#000000",
            Success = "#004d12",
            Warning = "#5c2c00",
            Error = "#8f0000",
            Info = "#00307a",
            LinesDefault = "#000000",
            LinesInputs = "#000000",
            TableLines = "#000000",
        },
        LayoutProperties = new() { DefaultBorderRadius = "6px" },
    };
}
