namespace Sluice.Storage.Aws.Cost;

/// <summary>What is there whatever the number of meters. A test counts the same in the synthesised templates.</summary>
public static class FixedParts
{
    /// <summary>Web access control lists, and the rules in them.</summary>
    public const int WebAcls = 1, WebAclRules = 6;

    /// <summary>Keys: data, and audit with backups; the copy in the second region counts as a key.</summary>
    public const int Keys = 2, KeyReplicas = 1;

    /// <summary>Alarms and dashboards.</summary>
    public const int Alarms = 39, Dashboards = 1;

    /// <summary>Metrics of our own: those of docs/operations.md that the cloud's own do not show.</summary>
    public const int Metrics = 12;
}
