using Sluice.WMBus.Explain;
using Sluice.WMBus.Receivers;

namespace Sluice.Cli.Analyze;

/// <summary>A way to print explanations.</summary>
internal interface IExplanationWriter
{
    /// <summary>Prints one explained telegram.</summary>
    void Write(Explanation explanation, ReceivedTelegram received);

    /// <summary>Prints input that is no telegram.</summary>
    void WriteBadInput(ReceivedTelegram received);
}
