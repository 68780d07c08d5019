using Microsoft.AspNetCore.Http;
using Sluice.Contracts.Alerts;
using Sluice.Contracts.Audit;
using Sluice.Contracts.Events;
using Sluice.Contracts.Exports;
using Sluice.Contracts.Gateways;
using Sluice.Contracts.Health;
using Sluice.Contracts.Imports;
using Sluice.Contracts.Jobs;
using Sluice.Contracts.Keys;
using Sluice.Contracts.Meters;
using Sluice.Contracts.Notifications;
using Sluice.Contracts.People;
using Sluice.Contracts.Readings;
using Sluice.Contracts.Sessions;
using Sluice.Contracts.Societies;
using Sluice.Contracts.Telegrams;
using Sluice.Contracts.Validation;
using Sluice.Contracts.Webhooks;

namespace Sluice.Api.OpenApi;

/// <summary>What an operation takes and answers.</summary>
/// <param name="Takes">The body it takes: a type of Sluice.Contracts, or a media type; null: none.</param>
/// <param name="Answers">The body of each good status: a type of Sluice.Contracts, or a media type; null: none.</param>
internal sealed record OperationType(object? Takes, IReadOnlyList<(int Status, object? Body)> Answers);

/// <summary>What every operation takes and answers, by its name: handlers write and read JSON themselves, so nothing else says it. A test compares it with real answers.</summary>
internal static class OperationTypes
{
    private const string Json = "application/json", Bytes = "application/octet-stream", Form = "multipart/form-data", Csv = "text/csv", Lines = "application/jsonl";

    private const int Ok = StatusCodes.Status200OK, Created = StatusCodes.Status201Created, Accepted = StatusCodes.Status202Accepted, NoContent = StatusCodes.Status204NoContent;

    public static IReadOnlyDictionary<string, OperationType> All { get; } = new Dictionary<string, OperationType>(StringComparer.Ordinal)
    {
        // Telegrams
        ["PostTelegrams"] = Post<ReceiptDto>(Bytes),
        ["DecryptTelegram"] = Post<DecryptedDto>(Json),
        ["DecryptBatch"] = Post<DecryptedBatchDto>(Json),
        ["ListUndecodedTelegrams"] = Get<UndecodedPage>(),
        // Keys
        ["ImportKeys"] = new(Bytes, [(Ok, typeof(KeyImportDto)), (Accepted, typeof(JobDto))]),
        ["ImportAnyKeys"] = new(Bytes, [(Ok, typeof(KeyImportDto)), (Accepted, typeof(JobDto))]),
        // Readings
        ["ListReadings"] = Get<ReadingsPage>(),
        ["ListMeters"] = Get<MetersPage>(),
        ["GetOverview"] = Get<OverviewDto>(),
        ["ListSocietyReadings"] = Get<SocietyReadingsPage>(),
        ["ListLatestReadings"] = Get<SocietyReadingsPage>(),
        ["ListMeterReadings"] = Get<SocietyReadingsPage>(),
        ["EnterReading"] = new(typeof(DialReadingDto), [(Ok, typeof(EnteredReadingDto)), (Created, typeof(EnteredReadingDto))]),
        ["GetConsumption"] = Get<ConsumptionDto>(),
        ["GetReading"] = Get<SocietyReadingDto>(),
        ["ListReadingVersions"] = Get<ReadingVersionsDto>(),
        ["AcceptReading"] = Post<ReadingVersionsDto>(typeof(ReadingDecisionDto)),
        ["CorrectReading"] = Post<ReadingVersionsDto>(typeof(ReadingDecisionDto)),
        ["WithdrawReading"] = Post<ReadingVersionsDto>(typeof(ReadingDecisionDto)),
        ["EstimateReading"] = Post<EstimateDto>(typeof(EstimateRequestDto)),
        ["ListEstimates"] = Get<EstimatesDto>(),
        // Rounds
        ["ListSessions"] = Get<SessionsPage>(),
        ["StartSession"] = new(typeof(StartSessionDto), [(Ok, typeof(SessionDto)), (Created, typeof(SessionDto))]),
        ["GetSession"] = Get<SessionDto>(),
        ["RenameSession"] = Post<SessionDto>(typeof(ChangeSessionDto)),
        ["GetSessionProgress"] = Get<SessionProgressDto>(),
        ["ListSessionTargets"] = Get<TargetsPage>(),
        ["ListSessionHeard"] = Get<HeardPage>(),
        ["GetSessionNext"] = Get<NextDto>(),
        ["UpdateSession"] = Post<UpdateResultDto>(typeof(UpdateTargetDto)),
        ["PostSessionTelegrams"] = Post<SessionReceiptDto>(Bytes),
        ["PauseSession"] = Post<SessionDto>(typeof(ChangeSessionDto)),
        ["ResumeSession"] = Post<SessionDto>(typeof(ChangeSessionDto)),
        ["CompleteSession"] = Post<SessionDto>(typeof(ChangeSessionDto)),
        ["FailSession"] = Post<SessionDto>(typeof(ChangeSessionDto)),
        ["ReopenSession"] = Post<SessionDto>(typeof(ChangeSessionDto)),
        ["JoinSession"] = Post<SessionDto>(typeof(ChangeSessionDto)),
        ["LeaveSession"] = Post<SessionDto>(typeof(ChangeSessionDto)),
        // Societies, structure, residents
        ["ListSocieties"] = Get<SocietiesPage>(),
        ["AddSociety"] = new(typeof(SocietyInput), [(Created, typeof(SocietyDto))]),
        ["GetSociety"] = Get<SocietyDto>(),
        ["ChangeSociety"] = Post<SocietyDto>(typeof(SocietyInput)),
        ["RemoveSociety"] = Nothing(),
        ["GetStructure"] = Get<StructureDto>(),
        ["GetTower"] = Get<TowerDto>(),
        ["PutTower"] = new(typeof(TowerDto), [(Ok, typeof(TowerDto)), (Created, typeof(TowerDto))]),
        ["RemoveTower"] = Nothing(),
        ["GetFlat"] = Get<FlatDto>(),
        ["PutFlat"] = new(typeof(FlatDto), [(Ok, typeof(FlatDto)), (Created, typeof(FlatDto))]),
        ["RemoveFlat"] = Nothing(),
        ["GetResidents"] = Get<ResidentsDto>(),
        ["PutResidents"] = Nothing(typeof(ResidentsDto)),
        ["ExportResidents"] = Get<ResidentExportDto>(),
        ["EraseResidents"] = Post<ErasedDto>(typeof(EraseResidentsInput)),
        // Meters
        ["ListSocietyMeters"] = Get<MeterConfigurationsPage>(),
        ["AddMeter"] = new(typeof(MeterInput), [(Created, typeof(MeterConfigurationDto))]),
        ["GetMeter"] = Get<MeterConfigurationDto>(),
        ["ChangeMeter"] = Post<MeterConfigurationDto>(typeof(MeterInput)),
        ["PatchMeter"] = Post<MeterConfigurationDto>(typeof(MeterInput)),
        ["RemoveMeter"] = Nothing(),
        ["ReplaceMeter"] = new(typeof(ReplacementInput), [(Created, typeof(MeterConfigurationDto))]),
        ["GetMeterHistory"] = Get<InstallationsDto>(),
        ["GetFlatHistory"] = Get<InstallationsDto>(),
        // Imports and jobs
        ["ImportMeters"] = new(Form, [(Accepted, typeof(JobDto))]),
        ["ImportSocieties"] = new(Form, [(Accepted, typeof(JobDto))]),
        ["ApplyImport"] = new(null, [(Accepted, typeof(JobDto))]),
        ["ApplyInstallationImport"] = new(null, [(Accepted, typeof(JobDto))]),
        ["GetImportPresets"] = Get<ImportPresetsDto>(),
        ["ListImportMappings"] = Get<ImportMappingsDto>(),
        ["GetImportMapping"] = Get<ImportMappingDto>(),
        ["PutImportMapping"] = Post<ImportMappingDto>(typeof(ImportMappingDto)),
        ["DeleteImportMapping"] = Nothing(),
        ["SuggestImportMapping"] = Post<SuggestionDto>(typeof(SuggestRequest)),
        ["GetImportReport"] = new(null, [(Ok, typeof(ImportReportPage)), (Ok, Csv)]),
        ["GetInstallationImportReport"] = new(null, [(Ok, typeof(ImportReportPage)), (Ok, Csv)]),
        ["ListJobs"] = Get<JobsPage>(),
        ["GetJob"] = Get<JobDto>(),
        ["CancelJob"] = Get<JobDto>(),
        ["ListInstallationJobs"] = Get<JobsPage>(),
        ["GetInstallationJob"] = Get<JobDto>(),
        ["CancelInstallationJob"] = Get<JobDto>(),
        // Exports
        ["ExportExcel"] = new(typeof(NewExportDto), [(Ok, typeof(ExportDto)), (Accepted, typeof(ExportDto))]),
        ["ExportS3"] = new(typeof(NewExportDto), [(Ok, typeof(ExportDto)), (Accepted, typeof(ExportDto))]),
        ["ListExports"] = Get<ExportsPage>(),
        ["GetExport"] = Get<ExportDto>(),
        ["GetExportFile"] = new(null, [(Ok, Bytes)]),
        ["CancelExport"] = Get<ExportDto>(),
        ["GetBillingPresets"] = Get<BillingLayoutsDto>(),
        ["ListBillingLayouts"] = Get<BillingLayoutsDto>(),
        ["GetBillingLayout"] = new(null, [(Ok, Json)]),
        ["PutBillingLayout"] = new(Json, [(Ok, Json)]),
        ["DeleteBillingLayout"] = Nothing(),
        ["ListWorkbookTemplates"] = Get<WorkbookTemplatesDto>(),
        ["GetWorkbookTemplate"] = new(null, [(Ok, Bytes)]),
        ["PutWorkbookTemplate"] = Post<WorkbookTemplateDto>(Bytes),
        ["DeleteWorkbookTemplate"] = Nothing(),
        ["ListExportSchedules"] = Get<ExportSchedulesDto>(),
        ["CreateExportSchedule"] = new(typeof(NewExportScheduleDto), [(Created, typeof(ExportScheduleDto))]),
        ["ChangeExportSchedule"] = Post<ExportScheduleDto>(typeof(NewExportScheduleDto)),
        ["DeleteExportSchedule"] = Nothing(),
        // Audit, health
        ["ListSocietyAudit"] = Get<AuditPage>(),
        ["ListAudit"] = Get<AuditPage>(),
        ["VerifyAudit"] = Get<AuditVerdictDto>(),
        ["ExportAudit"] = new(null, [(Ok, Lines)]),
        ["GetHealth"] = Get<HealthDto>(),
        ["GetReady"] = Get<HealthDto>(),
        // People and credentials
        ["ListApiKeys"] = Get<CredentialsDto>(),
        ["MakeApiKey"] = new(typeof(NewCredentialDto), [(Created, typeof(CredentialDto))]),
        ["RevokeApiKey"] = Nothing(),
        ["ListGateways"] = Get<CredentialsDto>(),
        ["MakeGateway"] = new(typeof(NewCredentialDto), [(Created, typeof(CredentialDto))]),
        ["RevokeGateway"] = Nothing(),
        ["GetGateway"] = Get<GatewayDto>(),
        ["ListAllGateways"] = Get<GatewaysPage>(),
        ["ListSocietyPeople"] = Get<PeopleDto>(),
        ["InviteToSociety"] = new(typeof(NewPersonDto), [(Created, typeof(InvitationDto))]),
        ["ResendInvitation"] = Get<InvitationDto>(),
        ["RemoveFromSociety"] = Nothing(),
        ["ListPeople"] = Get<PeopleDto>(),
        ["InvitePerson"] = new(typeof(NewPersonDto), [(Created, typeof(InvitationDto))]),
        ["ChangePerson"] = Nothing(typeof(PersonChangeDto)),
        ["MakeNewLink"] = Get<InvitationDto>(),
        ["GetMe"] = Get<MeDto>(),
        ["ListDevices"] = Get<DevicesDto>(),
        ["RevokeDevice"] = Nothing(),
        // Rules and alerts
        ["GetRules"] = Get<RulesDto>(),
        ["PutRules"] = Post<RulesDto>(typeof(RuleChangesDto)),
        ["TryRules"] = Post<RuleTrialDto>(typeof(RuleChangesDto)),
        ["ListAlerts"] = Get<AlertsPage>(),
        ["SummarizeAlerts"] = Get<AlertSummaryDto>(),
        ["GetAlert"] = Get<AlertDto>(),
        ["AcknowledgeAlert"] = Post<AlertDto>(typeof(AlertNoteDto)),
        ["CloseAlert"] = Post<AlertDto>(typeof(AlertNoteDto)),
        // Webhooks and notifications
        ["ListEventTypes"] = Get<EventTypesDto>(),
        ["ListWebhooks"] = Get<WebhooksDto>(),
        ["MakeWebhook"] = new(typeof(WebhookInput), [(Created, typeof(WebhookDto))]),
        ["GetWebhook"] = Get<WebhookDto>(),
        ["ChangeWebhook"] = Post<WebhookDto>(typeof(WebhookInput)),
        ["RemoveWebhook"] = Nothing(),
        ["RotateWebhookSecret"] = Get<WebhookDto>(),
        ["TestWebhook"] = new(null, [(Accepted, typeof(WebhookQueuedDto))]),
        ["ReplayWebhook"] = new(typeof(WebhookReplayDto), [(Accepted, typeof(WebhookQueuedDto))]),
        ["ListWebhookDeliveries"] = Get<WebhookDeliveriesPage>(),
        ["GetWebhookDelivery"] = Get<WebhookDeliveryDto>(),
        ["ReplayWebhookDelivery"] = new(null, [(Accepted, typeof(WebhookQueuedDto))]),
        ["ListMyNotifications"] = Get<MyNotificationsDto>(),
        ["GetMyNotifications"] = Get<NotificationSettingsDto>(),
        ["PutMyNotifications"] = Post<NotificationSettingsDto>(typeof(NotificationSettingsInput)),
        ["PutMyInstallationNotifications"] = Post<NotificationSettingsDto>(typeof(NotificationSettingsInput)),
        // Live
        ["StreamSession"] = new(null, [(Ok, "text/event-stream")]),
        ["StreamSociety"] = new(null, [(Ok, "text/event-stream")]),
        ["TicketOfSession"] = Get<LiveTicketDto>(),
        ["TicketOfSociety"] = Get<LiveTicketDto>(),
        ["ListEvents"] = Get<EventsPage>(),
        // GraphQL: see docs/schema.graphql
        ["GraphQL"] = new(Json, [(Ok, Json)]),
        ["GraphQLSocket"] = new(null, [(StatusCodes.Status101SwitchingProtocols, null)]),
        ["GraphQLStream"] = new(Json, [(Ok, "text/event-stream")]),
    };

    private static OperationType Get<T>() => new(null, [(Ok, typeof(T))]);

    private static OperationType Post<T>(object takes) => new(takes, [(Ok, typeof(T))]);

    private static OperationType Nothing(object? takes = null) => new(takes, [(NoContent, null)]);
}
