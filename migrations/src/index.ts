import { FIRST_RELEASE } from './first-release.js';
import { AskOnceWhoAsks1795400040000 } from './1795400040000-ask-once-who-asks.js';
import { WriteVisibilityCheaply1795400041000 } from './1795400041000-write-visibility-cheaply.js';
import { FindAPersonInOneLook1795400042000 } from './1795400042000-find-a-person-in-one-look.js';
import { NameWhoInTheLogByIndex1795400043000 } from './1795400043000-name-who-in-the-log-by-index.js';
import { LookPeopleUpByKey1795400044000 } from './1795400044000-look-people-up-by-key.js';
import { RegisterAgreements1795500010000 } from './1795500010000-register-agreements.js';
import { ProposeAgreements1795500011000 } from './1795500011000-propose-agreements.js';
import { DecideAgreements1795500011500 } from './1795500011500-decide-agreements.js';
import { CheckDataClasses1795500012000 } from './1795500012000-check-data-classes.js';
import { RemindOfReviews1795500013000 } from './1795500013000-remind-of-reviews.js';
import { ExplainAccess1795500020000 } from './1795500020000-explain-access.js';
import { NameDisclosedRecords1795500030000 } from './1795500030000-name-disclosed-records.js';
import { ExtendDisclosures1795500031000 } from './1795500031000-extend-disclosures.js';
import { AcknowledgeConditions1795500032000 } from './1795500032000-acknowledge-conditions.js';
import { LeaveNotices1795500033000 } from './1795500033000-leave-notices.js';
import { CorrectReports1795500034000 } from './1795500034000-correct-reports.js';
import { FormOperations1795500040000 } from './1795500040000-form-operations.js';
import { RestrictRecords1795500041000 } from './1795500041000-restrict-records.js';
import { TakeRestrictedOutOfFigures1795500042000 } from './1795500042000-take-restricted-out-of-figures.js';
import { NameWhatIsHeld1795500043000 } from './1795500043000-name-what-is-held.js';
import { OpenInEmergency1795500044000 } from './1795500044000-open-in-emergency.js';
import { RememberSensitivity1795500045000 } from './1795500045000-remember-sensitivity.js';
import { ForgetEmptiedCells1795500046000 } from './1795500046000-forget-emptied-cells.js';
import { KeepOneListOfHomes1795500047000 } from './1795500047000-keep-one-list-of-homes.js';
import { AskOriginators1795500050000 } from './1795500050000-ask-originators.js';
import { AnswerPermissions1795500051000 } from './1795500051000-answer-permissions.js';
import { DateGrantsByTheirSharing1795500060000 } from './1795500060000-date-grants-by-their-sharing.js';
import { KeepWithdrawnRecordsWithdrawn1795500061000 } from './1795500061000-keep-withdrawn-records-withdrawn.js';
import { SayNothingTwice1795500071000 } from './1795500071000-say-nothing-twice.js';
import { LetTheKeeperAddExtensionsOnly1795500071100 } from './1795500071100-let-the-keeper-add-extensions-only.js';
import { FindReferencesInTheLog1795500074000 } from './1795500074000-find-references-in-the-log.js';
import { TakeWithdrawnOutOfFigures1795500074100 } from './1795500074100-take-withdrawn-out-of-figures.js';
import { CommentOnRecords1795500074200 } from './1795500074200-comment-on-records.js';
import { LookOnceAtAReport1795610000000 } from './1795610000000-look-once-at-a-report.js';
import { CountEventsCheaply1795610001000 } from './1795610001000-count-events-cheaply.js';
import { ShareSingleItemsOnly1795620000000 } from './1795620000000-share-single-items-only.js';
import { ProveWhatWasGiven1795620001000 } from './1795620001000-prove-what-was-given.js';
import { LeadOperations1795630000000 } from './1795630000000-lead-operations.js';
import { AnswerQuestions1795630001000 } from './1795630001000-answer-questions.js';
import { KeepCommentsFromEmergencies1795630002000 } from './1795630002000-keep-comments-from-emergencies.js';
import { TellOfEmergencies1795630003000 } from './1795630003000-tell-of-emergencies.js';
import { ShareSchedules1795640000000 } from './1795640000000-share-schedules.js';
import { FinishEvents1795640001000 } from './1795640001000-finish-events.js';
import { DeliverNotifications1795640002000 } from './1795640002000-deliver-notifications.js';
import { ChooseNotifications1795640003000 } from './1795640003000-choose-notifications.js';
import { RedriveDeliveries1795640004000 } from './1795640004000-redrive-deliveries.js';
import { SignalNotifications1795640005000 } from './1795640005000-signal-notifications.js';
import { TellAgenciesSystems1795640006000 } from './1795640006000-tell-agencies-systems.js';
import { CreateReferrals1795650000000 } from './1795650000000-create-referrals.js';
import { MoveReferrals1795650001000 } from './1795650001000-move-referrals.js';
import { MindReferrals1795650002000 } from './1795650002000-mind-referrals.js';
import { OpenCases1795660000000 } from './1795660000000-open-cases.js';
import { LogCases1795660010000 } from './1795660010000-log-cases.js';
import { LinkRecords1795660020000 } from './1795660020000-link-records.js';
import { RaiseActions1795660030000 } from './1795660030000-raise-actions.js';
import { KeepIdsApart1795670000000 } from './1795670000000-keep-ids-apart.js';
import { KeepActionsToTheirSides1795670001000 } from './1795670001000-keep-actions-to-their-sides.js';
import { KeepEntriesToTheirCase1795670002000 } from './1795670002000-keep-entries-to-their-case.js';
import { KeepOperationsFromSystems1795670003000 } from './1795670003000-keep-operations-from-systems.js';
import { TellPeopleWhereTheyWork1795670004000 } from './1795670004000-tell-people-where-they-work.js';
import { KeepReferralsFromEmergencies1795670005000 } from './1795670005000-keep-referrals-from-emergencies.js';
import { WatchThreats1795680000000 } from './1795680000000-watch-threats.js';
import { AnswerThreats1795680001000 } from './1795680001000-answer-threats.js';
import { ChaseThreats1795680002000 } from './1795680002000-chase-threats.js';
import { RememberWhoHadIt1795685000000 } from './1795685000000-remember-who-had-it.js';
import { ActForPeopleCheaply1795710000000 } from './1795710000000-act-for-people-cheaply.js';
import { RememberItsDay1795720000000 } from './1795720000000-remember-its-day.js';
import { KeepCaseDrafts1795720001000 } from './1795720001000-keep-case-drafts.js';
import { HoldCaseTemplates1795720002000 } from './1795720002000-hold-case-templates.js';
import { GiveWorkersWhatTheyNeed1795730000000 } from './1795730000000-give-workers-what-they-need.js';
import { NamePeopleInTheLog1795740000000 } from './1795740000000-name-people-in-the-log.js';
import { EndDrafts1795750000000 } from './1795750000000-end-drafts.js';
import { RememberWhatWasElsewhere1795750001000 } from './1795750001000-remember-what-was-elsewhere.js';
import { SayWhyOperationsClose1795750002000 } from './1795750002000-say-why-operations-close.js';
import { NameSensitivities1795750003000 } from './1795750003000-name-sensitivities.js';
import { PlaceGrantsInOneStatement1795770000000 } from './1795770000000-place-grants-in-one-statement.js';
import { GiveNoWorkToEmergencies1795790000000 } from './1795790000000-give-no-work-to-emergencies.js';
import { BeginATransferAnew1795790001000 } from './1795790001000-begin-a-transfer-anew.js';
import { KeepCasesFromEmergencies1795790002000 } from './1795790002000-keep-cases-from-emergencies.js';
import { KeepAHeldThreat1795800000000 } from './1795800000000-keep-a-held-threat.js';
import { KeepRightsWithSessions1795800001000 } from './1795800001000-keep-rights-with-sessions.js';
import { CarryTheOwnersTitle1795800002000 } from './1795800002000-carry-the-owners-title.js';
import { GradeWhatIsSubmitted1795800003000 } from './1795800003000-grade-what-is-submitted.js';
import { PlaceItemsTogether1795800004000 } from './1795800004000-place-items-together.js';
import { KeepEveryId1795800005000 } from './1795800005000-keep-every-id.js';
import { CountPlacedItemsAtOnce1795800006001 } from './1795800006001-count-placed-items-at-once.js';
import { ChangeAPasswordWhileSignedIn1795800007000 } from './1795800007000-change-a-password-while-signed-in.js';
import { WithholdWhatIsSeen1795800007100 } from './1795800007100-withhold-what-is-seen.js';
import { ForgetSourcesOfWhatIsSeen1795800007200 } from './1795800007200-forget-sources-of-what-is-seen.js';
import { CountWhatItsOwnerSays1795800007300 } from './1795800007300-count-what-its-owner-says.js';
import { SeeInAnEmergencyWhatWasTold1795800007400 } from './1795800007400-see-in-an-emergency-what-was-told.js';
import { RaiseAgainWhatNobodyCanActOn1795800007500 } from './1795800007500-raise-again-what-nobody-can-act-on.js';
import { TellOfAnEmergencyWithIt1795800007600 } from './1795800007600-tell-of-an-emergency-with-it.js';
import { AskOnceWhoIsAble1795800007700 } from './1795800007700-ask-once-who-is-able.js';
import { AskWhoShares1795810000000 } from './1795810000000-ask-who-shares.js';
import { AskRolesOfWhoeverAsks1795810001000 } from './1795810001000-ask-roles-of-whoever-asks.js';
import { SeeWhatWasMadeBefore1795810002000 } from './1795810002000-see-what-was-made-before.js';
import { MoveReportsByRole1795810005000 } from './1795810005000-move-reports-by-role.js';
import { ChangeAPasswordThatWasConfirmed1795810006000 } from './1795810006000-change-a-password-that-was-confirmed.js';
import { NameTheKindInAnEmergency1795820000000 } from './1795820000000-name-the-kind-in-an-emergency.js';
import { KeepTriesBeforeTheirAnswer1795820900000 } from './1795820900000-keep-tries-before-their-answer.js';
import { SignOnesOwnSteps1795820901000 } from './1795820901000-sign-ones-own-steps.js';
import { TellWhatOnesRoleTells1795830000000 } from './1795830000000-tell-what-ones-role-tells.js';
import { WithdrawByKind1795830001000 } from './1795830001000-withdraw-by-kind.js';
import { LabelByRole1795830002000 } from './1795830002000-label-by-role.js';
import { WriteItemsByRole1795830003000 } from './1795830003000-write-items-by-role.js';
import { MoveActionsBySide1795830004000 } from './1795830004000-move-actions-by-side.js';
import { WriteTheOriginalFirst1795840000000 } from './1795840000000-write-the-original-first.js';
import { WriteStepsAsTheyAreTaken1795850000000 } from './1795850000000-write-steps-as-they-are-taken.js';
import { KeepTermsThatWereSent1795850001000 } from './1795850001000-keep-terms-that-were-sent.js';
import { WriteByRole1795850002000 } from './1795850002000-write-by-role.js';
import { WithdrawACorrection1795860000000 } from './1795860000000-withdraw-a-correction.js';
import { CorrectWhatWentOut1795870002000 } from './1795870002000-correct-what-went-out.js';
import { GiveNoDraftAway1795870003000 } from './1795870003000-give-no-draft-away.js';
import { CountItemsOncePlaced1795880000000 } from './1795880000000-count-items-once-placed.js';
import { ReadRecordsByRole1795890000000 } from './1795890000000-read-records-by-role.js';
import { ReadLoggedIdsAsBytes1795890001000 } from './1795890001000-read-logged-ids-as-bytes.js';
import { CarryConditionsPlainly1795890002000 } from './1795890002000-carry-conditions-plainly.js';
import { AnswerByRole1795890100000 } from './1795890100000-answer-by-role.js';
import { LogIdsAlone1795890101000 } from './1795890101000-log-ids-alone.js';

/** Every migration, oldest first. */
export const migrations = [
  ...FIRST_RELEASE,
  AskOnceWhoAsks1795400040000,
  WriteVisibilityCheaply1795400041000,
  FindAPersonInOneLook1795400042000,
  NameWhoInTheLogByIndex1795400043000,
  LookPeopleUpByKey1795400044000,
  RegisterAgreements1795500010000,
  ProposeAgreements1795500011000,
  DecideAgreements1795500011500,
  CheckDataClasses1795500012000,
  RemindOfReviews1795500013000,
  ExplainAccess1795500020000,
  NameDisclosedRecords1795500030000,
  ExtendDisclosures1795500031000,
  AcknowledgeConditions1795500032000,
  LeaveNotices1795500033000,
  CorrectReports1795500034000,
  FormOperations1795500040000,
  RestrictRecords1795500041000,
  TakeRestrictedOutOfFigures1795500042000,
  NameWhatIsHeld1795500043000,
  OpenInEmergency1795500044000,
  RememberSensitivity1795500045000,
  ForgetEmptiedCells1795500046000,
  KeepOneListOfHomes1795500047000,
  AskOriginators1795500050000,
  AnswerPermissions1795500051000,
  DateGrantsByTheirSharing1795500060000,
  KeepWithdrawnRecordsWithdrawn1795500061000,
  SayNothingTwice1795500071000,
  LetTheKeeperAddExtensionsOnly1795500071100,
  FindReferencesInTheLog1795500074000,
  TakeWithdrawnOutOfFigures1795500074100,
  CommentOnRecords1795500074200,
  LookOnceAtAReport1795610000000,
  CountEventsCheaply1795610001000,
  ShareSingleItemsOnly1795620000000,
  ProveWhatWasGiven1795620001000,
  LeadOperations1795630000000,
  AnswerQuestions1795630001000,
  KeepCommentsFromEmergencies1795630002000,
  TellOfEmergencies1795630003000,
  ShareSchedules1795640000000,
  FinishEvents1795640001000,
  DeliverNotifications1795640002000,
  ChooseNotifications1795640003000,
  RedriveDeliveries1795640004000,
  SignalNotifications1795640005000,
  TellAgenciesSystems1795640006000,
  CreateReferrals1795650000000,
  MoveReferrals1795650001000,
  MindReferrals1795650002000,
  OpenCases1795660000000,
  LogCases1795660010000,
  LinkRecords1795660020000,
  RaiseActions1795660030000,
  KeepIdsApart1795670000000,
  KeepActionsToTheirSides1795670001000,
  KeepEntriesToTheirCase1795670002000,
  KeepOperationsFromSystems1795670003000,
  TellPeopleWhereTheyWork1795670004000,
  KeepReferralsFromEmergencies1795670005000,
  WatchThreats1795680000000,
  AnswerThreats1795680001000,
  ChaseThreats1795680002000,
  RememberWhoHadIt1795685000000,
  ActForPeopleCheaply1795710000000,
  RememberItsDay1795720000000,
  KeepCaseDrafts1795720001000,
  HoldCaseTemplates1795720002000,
  GiveWorkersWhatTheyNeed1795730000000,
  NamePeopleInTheLog1795740000000,
  EndDrafts1795750000000,
  RememberWhatWasElsewhere1795750001000,
  SayWhyOperationsClose1795750002000,
  NameSensitivities1795750003000,
  PlaceGrantsInOneStatement1795770000000,
  GiveNoWorkToEmergencies1795790000000,
  BeginATransferAnew1795790001000,
  KeepCasesFromEmergencies1795790002000,
  KeepAHeldThreat1795800000000,
  KeepRightsWithSessions1795800001000,
  CarryTheOwnersTitle1795800002000,
  GradeWhatIsSubmitted1795800003000,
  PlaceItemsTogether1795800004000,
  KeepEveryId1795800005000,
  CountPlacedItemsAtOnce1795800006001,
  ChangeAPasswordWhileSignedIn1795800007000,
  WithholdWhatIsSeen1795800007100,
  ForgetSourcesOfWhatIsSeen1795800007200,
  CountWhatItsOwnerSays1795800007300,
  SeeInAnEmergencyWhatWasTold1795800007400,
  RaiseAgainWhatNobodyCanActOn1795800007500,
  TellOfAnEmergencyWithIt1795800007600,
  AskOnceWhoIsAble1795800007700,
  AskWhoShares1795810000000,
  AskRolesOfWhoeverAsks1795810001000,
  SeeWhatWasMadeBefore1795810002000,
  MoveReportsByRole1795810005000,
  ChangeAPasswordThatWasConfirmed1795810006000,
  NameTheKindInAnEmergency1795820000000,
  KeepTriesBeforeTheirAnswer1795820900000,
  SignOnesOwnSteps1795820901000,
  TellWhatOnesRoleTells1795830000000,
  WithdrawByKind1795830001000,
  LabelByRole1795830002000,
  WriteItemsByRole1795830003000,
  MoveActionsBySide1795830004000,
  WriteTheOriginalFirst1795840000000,
  WriteStepsAsTheyAreTaken1795850000000,
  KeepTermsThatWereSent1795850001000,
  WriteByRole1795850002000,
  WithdrawACorrection1795860000000,
  CorrectWhatWentOut1795870002000,
  GiveNoDraftAway1795870003000,
  CountItemsOncePlaced1795880000000,
  ReadRecordsByRole1795890000000,
  ReadLoggedIdsAsBytes1795890001000,
  CarryConditionsPlainly1795890002000,
  AnswerByRole1795890100000,
  LogIdsAlone1795890101000,
];
