namespace Sluice.Metering.Identity;

/// <summary>What can be allowed within one society. <see cref="Authorizer"/> has the table of who may.</summary>
public enum Permission
{
    /// <summary>None; never allowed.</summary>
    None = 0,

    /// <summary>See the society and its structure.</summary>
    SocietyRead,

    /// <summary>Change its name, address, structure, settings.</summary>
    SocietyManage,

    /// <summary>See residents' names and contacts.</summary>
    ResidentRead,

    /// <summary>Export or erase a resident's personal data.</summary>
    ResidentManage,

    /// <summary>See meters.</summary>
    MeterRead,

    /// <summary>Add, change, replace, remove meters.</summary>
    MeterManage,

    /// <summary>Bring in meter keys. Nobody may read them.</summary>
    KeyManage,

    /// <summary>See readings.</summary>
    ReadingRead,

    /// <summary>Correct or accept readings.</summary>
    ReadingCorrect,

    /// <summary>Start rounds, and work on those one takes part in.</summary>
    SessionWork,

    /// <summary>See the rounds one takes or took part in, and which ones one could join.</summary>
    SessionSee,

    /// <summary>See every round of the society.</summary>
    SessionRead,

    /// <summary>Change every round of the society.</summary>
    SessionManage,

    /// <summary>Hand over telegrams.</summary>
    TelegramDeliver,

    /// <summary>See archived telegrams and what became of them.</summary>
    TelegramRead,

    /// <summary>Run imports of meters.</summary>
    ImportRun,

    /// <summary>Make and fetch exports.</summary>
    ExportRun,

    /// <summary>See alerts.</summary>
    AlertRead,

    /// <summary>Acknowledge and close alerts, set rules.</summary>
    AlertManage,

    /// <summary>See the society's audit log.</summary>
    AuditRead,

    /// <summary>Invite and remove people of the society.</summary>
    PeopleManage,

    /// <summary>Manage the society's gateways and API keys.</summary>
    CredentialManage,

    /// <summary>Manage the society's webhooks.</summary>
    WebhookManage,
}

/// <summary>What can be allowed for the whole installation.</summary>
public enum InstallationPermission
{
    /// <summary>None; never allowed.</summary>
    None = 0,

    /// <summary>Add and remove societies.</summary>
    SocietiesManage,

    /// <summary>See totals over all societies, telegrams of meters that belong to no society, health in detail.</summary>
    Observe,

    /// <summary>Bring in keys of any meter; the meters' societies decide where they go.</summary>
    KeysManage,

    /// <summary>People, roles and memberships of everybody.</summary>
    PeopleManage,

    /// <summary>The whole audit log.</summary>
    AuditRead,

    /// <summary>Back up.</summary>
    Backup,
}
