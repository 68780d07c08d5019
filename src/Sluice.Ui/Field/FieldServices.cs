using Microsoft.Extensions.DependencyInjection;
using Sluice.Ui.Browser;
using Sluice.Ui.Field.Readers;
using Sluice.Ui.Field.Rounds;
using Sluice.Ui.Field.Store;

namespace Sluice.Ui.Field;

/// <summary>What the field pages need.</summary>
public static class FieldServices
{
    /// <summary>Adds it, with the browser behind the interfaces.</summary>
    public static IServiceCollection AddField(this IServiceCollection services) => services
        .AddSingleton<IFieldStore, BrowserFieldStore>()
        .AddSingleton<IDeviceSignals, BrowserSignals>()
        .AddSingleton<ILocation, BrowserLocation>()
        .AddSingleton<ICamera, BrowserCamera>()
        .AddSingleton<IRoom, BrowserRoom>()
        .AddSingleton<ReaderDoor>()
        .AddSingleton<FieldRounds>()
        .AddSingleton<FieldSync>()
        .AddSingleton<FieldStation>()
        .AddSingleton<FieldGuide>();
}
