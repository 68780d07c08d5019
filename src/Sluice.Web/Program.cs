using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Components.WebAssembly.Hosting;
using Microsoft.JSInterop;
using Sluice.Ui;
using Sluice.Ui.Browser;

var builder = WebAssemblyHostBuilder.CreateDefault(args);
builder.RootComponents.Add<App>("#app");
builder.RootComponents.Add<HeadOutlet>("head::after");
builder.Services.AddSluiceUi(new(new Uri(builder.HostEnvironment.BaseAddress), "/"));
var host = builder.Build();
var screen = host.Services.GetRequiredService<IScreen>();
await BrowserCulture.ApplyAsync(host.Services.GetRequiredService<IJSRuntime>(), await host.Services.GetRequiredService<IKeptChoices>().GetAsync("language"));
await screen.SetLanguageAsync(System.Globalization.CultureInfo.CurrentUICulture.Name);
await host.RunAsync();
