namespace Sluice.Metering.Webhooks;

/// <summary>The way out of the machine that delivers.</summary>
public interface IWebhookOutlet
{
    /// <summary>True: plain http is allowed beside https.</summary>
    bool AllowsHttp { get; }

    /// <summary>False when the address surely leads into a network that is not allowed. Names are looked up at every connection, whatever is said here.</summary>
    bool MayReach(Uri url);

    /// <summary>Something is due now.</summary>
    void Wake();
}
