using Microsoft.AspNetCore.Http;
using Sluice.Api.Problems;
using Sluice.Metering.Sessions;

namespace Sluice.Api.Sessions;

/// <summary>Problems with rounds.</summary>
internal static class SessionProblems
{
    public static IResult NotTakingPart() => Problem.Of(StatusCodes.Status403Forbidden, "NotTakingPart", "You do not take part in this round.", "Join it first: POST …/join.");

    public static IResult Of(ChangeResult result, SessionAction action) => result.Outcome switch
    {
        SessionOutcome.WrongStatus => Problem.Of(StatusCodes.Status409Conflict, "WrongStatus", "The round is not in a status for this.",
            $"It is {SessionWords.Of(result.Session!.Status)}: {Advice(action)}"),
        SessionOutcome.BadText when action == SessionAction.Rename => Problem.BadParameter("BadName", $"name has 1 to {ScanSession.MaxName} characters, none of them a control character."),
        SessionOutcome.BadText => Problem.BadParameter("NoReason", $"Say why in the body: {{\"reason\":\"…\"}}, 1 to {ScanSession.MaxReason} characters."),
        SessionOutcome.NotTakingPart => NotTakingPart(),
        SessionOutcome.NotStarter => Problem.Of(StatusCodes.Status403Forbidden, "NotStarter", "Only who started the round may do this.", "Ask whoever started it, or an administrator of the society."),
        SessionOutcome.Full => Problem.Of(StatusCodes.Status409Conflict, "TooManyParticipants", "As many take part as can.", $"A round has at most {ScanSession.MaxParticipants} people, those who left included."),
        _ => Problem.NotYours(),
    };

    public static IResult Of(NoteOutcome outcome) => outcome switch
    {
        NoteOutcome.NotATarget => Problem.Of(StatusCodes.Status404NotFound, "NotATarget", "The meter is not one of the round's.", "Its targets were fixed at the start; GET …/targets lists them."),
        NoteOutcome.Ended => Problem.Of(StatusCodes.Status409Conflict, "WrongStatus", "The round is not in a status for this.", "It had ended before the note was made; reopen it first: POST …/reopen."),
        NoteOutcome.NotTakingPart => NotTakingPart(),
        _ => Problem.NotYours(),
    };

    public static IResult Of(NoteFault fault) => fault switch
    {
        NoteFault.TooLong => Problem.BadParameter("TooLong", $"note has at most {TargetNote.MaxText} characters, photo {TargetNote.MaxPhoto}."),
        NoteFault.BadReading => Problem.BadParameter("BadReading", "reading is the register in m³: 0 or more, with at most 18 digits, for example 123.456."),
        NoteFault.NothingRead => Problem.BadParameter("NothingRead", "MANUAL needs a reading or a photo; for a meter that cannot be read send UNREADABLE with a note."),
        _ => Problem.BadParameter("NoReason", "UNREADABLE needs a note that says why."),
    };

    private static string Advice(SessionAction action) => action switch
    {
        SessionAction.Reopen => "only rounds that were completed or failed are reopened; a paused one is resumed.",
        SessionAction.Resume => "only paused rounds are resumed; one that has ended is reopened.",
        SessionAction.Join => "one that has ended is not joined; reopen it first.",
        _ => "it has ended; reopen it first.",
    };
}
