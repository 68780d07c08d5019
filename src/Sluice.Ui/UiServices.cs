using Microsoft.Extensions.DependencyInjection;
using MudBlazor.Services;
using Sluice.Client;
using Sluice.Ui.Browser;
using Sluice.Ui.Field;
using Sluice.Ui.Shell;
using Sluice.Ui.SignIn;

namespace Sluice.Ui;

/// <summary>What the pages need.</summary>
public static class UiServices
{
    /// <summary>Adds it, with the browser behind the interfaces.</summary>
    /// <param name="services">Where to.</param>
    /// <param name="server">The server's address.</param>
    public static IServiceCollection AddSluiceUi(this IServiceCollection services, Uri server)
    {
        services.AddMudServices();
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<Texts>();
        services.AddSingleton<IKeptChoices, BrowserChoices>();
        services.AddSingleton<INetwork, BrowserNetwork>();
        services.AddSingleton<IScreen, BrowserScreen>();
        services.AddSingleton<IFiles, BrowserFiles>();
        services.AddSingleton<ISignIn, BrowserSignIn>();
        services.AddSingleton(p => new SluiceClient(new HttpClient { BaseAddress = server }, p.GetRequiredService<ISignIn>()));
        services.AddSingleton<Session>();
        services.AddSingleton<Theme>();
        services.AddSingleton<ChosenSociety>();
        services.AddField();
        return services;
    }
}
