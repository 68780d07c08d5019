using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
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

namespace Sluice.Contracts;

/// <summary>How everything on the wire is written and read: camelCase, absent instead of null.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ReceiptDto))]
[JsonSerializable(typeof(DecryptedDto))]
[JsonSerializable(typeof(DecryptedBatchDto))]
[JsonSerializable(typeof(SocietyReadingDto))]
[JsonSerializable(typeof(SocietyReadingsPage))]
[JsonSerializable(typeof(ConsumptionDto))]
[JsonSerializable(typeof(UndecodedPage))]
[JsonSerializable(typeof(ReadingsPage))]
[JsonSerializable(typeof(DialReadingDto))]
[JsonSerializable(typeof(EnteredReadingDto))]
[JsonSerializable(typeof(EstimateRequestDto))]
[JsonSerializable(typeof(EstimateDto))]
[JsonSerializable(typeof(EstimatesDto))]
[JsonSerializable(typeof(MetersPage))]
[JsonSerializable(typeof(OverviewDto))]
[JsonSerializable(typeof(NewExportDto))]
[JsonSerializable(typeof(ExportDto))]
[JsonSerializable(typeof(ExportsPage))]
[JsonSerializable(typeof(WorkbookTemplateDto))]
[JsonSerializable(typeof(WorkbookTemplatesDto))]
[JsonSerializable(typeof(BillingLayoutsDto))]
[JsonSerializable(typeof(NewExportScheduleDto))]
[JsonSerializable(typeof(ExportScheduleDto))]
[JsonSerializable(typeof(ExportSchedulesDto))]
[JsonSerializable(typeof(HealthDto))]
[JsonSerializable(typeof(AuditPage))]
[JsonSerializable(typeof(AuditVerdictDto))]
[JsonSerializable(typeof(ImportPresetsDto))]
[JsonSerializable(typeof(ImportMappingDto))]
[JsonSerializable(typeof(ImportMappingsDto))]
[JsonSerializable(typeof(SuggestRequest))]
[JsonSerializable(typeof(SuggestionDto))]
[JsonSerializable(typeof(ImportReportPage))]
[JsonSerializable(typeof(EventDto))]
[JsonSerializable(typeof(EventsPage))]
[JsonSerializable(typeof(LiveTicketDto))]
[JsonSerializable(typeof(LiveResetDto))]
[JsonSerializable(typeof(LiveMetersDto))]
[JsonSerializable(typeof(LiveTelegramsDto))]
[JsonSerializable(typeof(LiveSessionsDto))]
[JsonSerializable(typeof(LiveJobsDto))]
[JsonSerializable(typeof(JobDto))]
[JsonSerializable(typeof(JobsPage))]
[JsonSerializable(typeof(ProblemDto))]
[JsonSerializable(typeof(GatewayDto))]
[JsonSerializable(typeof(GatewaysPage))]
[JsonSerializable(typeof(CredentialDto))]
[JsonSerializable(typeof(CredentialsDto))]
[JsonSerializable(typeof(NewCredentialDto))]
[JsonSerializable(typeof(PersonDto))]
[JsonSerializable(typeof(PeopleDto))]
[JsonSerializable(typeof(NewPersonDto))]
[JsonSerializable(typeof(PersonChangeDto))]
[JsonSerializable(typeof(InvitationDto))]
[JsonSerializable(typeof(MeDto))]
[JsonSerializable(typeof(DevicesDto))]
[JsonSerializable(typeof(AlertsPage))]
[JsonSerializable(typeof(AlertNoteDto))]
[JsonSerializable(typeof(AlertSummaryDto))]
[JsonSerializable(typeof(RulesDto))]
[JsonSerializable(typeof(RuleChangesDto))]
[JsonSerializable(typeof(RuleTrialDto))]
[JsonSerializable(typeof(ReadingVersionsDto))]
[JsonSerializable(typeof(ReadingDecisionDto))]
[JsonSerializable(typeof(SessionDto))]
[JsonSerializable(typeof(SessionsPage))]
[JsonSerializable(typeof(StartSessionDto))]
[JsonSerializable(typeof(ChangeSessionDto))]
[JsonSerializable(typeof(SessionProgressDto))]
[JsonSerializable(typeof(TargetsPage))]
[JsonSerializable(typeof(HeardPage))]
[JsonSerializable(typeof(UpdateTargetDto))]
[JsonSerializable(typeof(UpdateResultDto))]
[JsonSerializable(typeof(SessionReceiptDto))]
[JsonSerializable(typeof(NextDto))]
[JsonSerializable(typeof(SocietyDto))]
[JsonSerializable(typeof(SocietyInput))]
[JsonSerializable(typeof(SocietiesPage))]
[JsonSerializable(typeof(StructureDto))]
[JsonSerializable(typeof(TowerDto))]
[JsonSerializable(typeof(FlatDto))]
[JsonSerializable(typeof(ResidentsDto))]
[JsonSerializable(typeof(EraseResidentsInput))]
[JsonSerializable(typeof(ErasedDto))]
[JsonSerializable(typeof(ResidentExportDto))]
[JsonSerializable(typeof(MeterConfigurationDto))]
[JsonSerializable(typeof(MeterConfigurationsPage))]
[JsonSerializable(typeof(MeterInput))]
[JsonSerializable(typeof(ReplacementInput))]
[JsonSerializable(typeof(InstallationsDto))]
[JsonSerializable(typeof(KeyImportDto))]
[JsonSerializable(typeof(WebhookDto))]
[JsonSerializable(typeof(WebhooksDto))]
[JsonSerializable(typeof(WebhookInput))]
[JsonSerializable(typeof(WebhookDeliveryDto))]
[JsonSerializable(typeof(WebhookDeliveriesPage))]
[JsonSerializable(typeof(WebhookReplayDto))]
[JsonSerializable(typeof(WebhookQueuedDto))]
[JsonSerializable(typeof(EventTypesDto))]
[JsonSerializable(typeof(MyNotificationsDto))]
[JsonSerializable(typeof(NotificationSettingsDto))]
[JsonSerializable(typeof(NotificationSettingsInput))]
[JsonSerializable(typeof(JsonObject))]
public sealed partial class WireJson : JsonSerializerContext;
