import type { INestApplicationContext, Type } from '@nestjs/common';
import { ExplanationModule } from '@clin/access';
import { ExplanationApi } from '@clin/access/api';
import { AccessWebModule } from '@clin/access/web';
import { ActionsModule } from '@clin/actions';
import { actionsApi } from '@clin/actions/api';
import { ActionsWebModule, actionsNav } from '@clin/actions/web';
import { AssessmentModule } from '@clin/assessment';
import { assessmentApi } from '@clin/assessment/api';
import { AssessmentWebModule } from '@clin/assessment/web';
import { AuditModule } from '@clin/audit';
import { AuditApi } from '@clin/audit/api';
import { AuditPages, auditNav } from '@clin/audit/web';
import { CasesModule } from '@clin/cases';
import { casesApi } from '@clin/cases/api';
import { CasesWebModule, casesNav } from '@clin/cases/web';
import { CaseworkModule } from '@clin/casework';
import { caseworkApi } from '@clin/casework/api';
import { CaseworkWebModule } from '@clin/casework/web';
import { CommentsModule } from '@clin/comments';
import { CommentApi } from '@clin/comments/api';
import { CommentsWebModule } from '@clin/comments/web';
import { DisclosureModule } from '@clin/disclosures';
import { SharedApi } from '@clin/disclosures/api';
import { SharedWebModule, sharedNav } from '@clin/disclosures/web';
import { DisseminationModule } from '@clin/dissemination';
import { disseminationApi } from '@clin/dissemination/api';
import { DisseminationWebModule } from '@clin/dissemination/web';
import { DraftsWebModule } from '@clin/drafts/web';
import { EmergencyAccessModule } from '@clin/emergency-access';
import { EmergencyApi } from '@clin/emergency-access/api';
import { EmergencyAccessWebModule, emergencyNav } from '@clin/emergency-access/web';
import { IdentityModule } from '@clin/identity';
import { identityApi } from '@clin/identity/api';
import { identityNav, identityPages } from '@clin/identity/web';
import { IntelligenceModule } from '@clin/intelligence';
import { intelligenceApi } from '@clin/intelligence/api';
import { IntelligenceWebModule, reportsNav } from '@clin/intelligence/web';
import { MyWorkModule } from '@clin/my-work';
import { MyWorkWebModule, myWorkNav } from '@clin/my-work/web';
import { NeedToKnowModule } from '@clin/need-to-know';
import { needToKnowApi } from '@clin/need-to-know/api';
import { NeedToKnowWebModule, needToKnowNav } from '@clin/need-to-know/web';
import { InboxQuery, NotificationsModule } from '@clin/notifications';
import { notificationApi } from '@clin/notifications/api';
import { deliveriesNav, notificationNav, notificationPages, webhooksNav } from '@clin/notifications/web';
import { OriginatorControlModule } from '@clin/originator-control';
import { PermissionApi } from '@clin/originator-control/api';
import { PermissionsWebModule, permissionsNav } from '@clin/originator-control/web';
import { NationalPictureModule } from '@clin/national-picture';
import { NationalPictureApi } from '@clin/national-picture/api';
import { NationalPicturePages, nationalPictureNav } from '@clin/national-picture/web';
import { ReferralsModule } from '@clin/referrals';
import { referralsApi } from '@clin/referrals/api';
import { ReferralsWebModule, referralsNav } from '@clin/referrals/web';
import { AgreementsModule } from '@clin/sharing';
import { agreementsApi } from '@clin/sharing/api';
import { AgreementsWebModule, agreementsNav } from '@clin/sharing/web';
import { StandingRulesModule } from '@clin/standing-rules';
import { RuleApi } from '@clin/standing-rules/api';
import { StandingRulesWebModule } from '@clin/standing-rules/web';
import { ThreatToLifeModule, ThreatsQuery } from '@clin/threat-to-life';
import { ThreatApi } from '@clin/threat-to-life/api';
import { threatInterruption, threatsNav, ThreatsWebModule } from '@clin/threat-to-life/web';
import type { InterruptionSource, NavItem } from '@clin/web-kit';

/** Every room's doors in one place; a new room adds its lines here. */
export const rooms: { modules: Type[]; doors: Type[] } = {
  modules: [
    IdentityModule,
    ExplanationModule,
    AccessWebModule,
    DisclosureModule,
    SharedWebModule,
    AuditModule,
    NotificationsModule,
    AgreementsModule,
    AgreementsWebModule,
    StandingRulesModule,
    StandingRulesWebModule,
    NeedToKnowModule,
    NeedToKnowWebModule,
    CommentsModule,
    CommentsWebModule,
    EmergencyAccessModule,
    EmergencyAccessWebModule,
    OriginatorControlModule,
    PermissionsWebModule,
    IntelligenceModule,
    IntelligenceWebModule,
    DraftsWebModule,
    AssessmentModule,
    AssessmentWebModule,
    DisseminationModule,
    DisseminationWebModule,
    ActionsModule,
    ActionsWebModule,
    CasesModule,
    CasesWebModule,
    CaseworkModule,
    CaseworkWebModule,
    ReferralsModule,
    ReferralsWebModule,
    ThreatToLifeModule,
    ThreatsWebModule,
    NationalPictureModule,
    MyWorkModule,
    MyWorkWebModule,
  ],
  doors: [
    ...identityApi,
    ...identityPages,
    ExplanationApi,
    SharedApi,
    AuditApi,
    AuditPages,
    ...notificationApi,
    ...notificationPages,
    ...agreementsApi,
    RuleApi,
    PermissionApi,
    ...needToKnowApi,
    CommentApi,
    EmergencyApi,
    ...intelligenceApi,
    ...assessmentApi,
    ...disseminationApi,
    ...actionsApi,
    ...casesApi,
    ...caseworkApi,
    ...referralsApi,
    ThreatApi,
    NationalPictureApi,
    NationalPicturePages,
  ],
};

export function navigation(app: INestApplicationContext): NavItem[] {
  return [
    myWorkNav,
    reportsNav,
    referralsNav,
    casesNav,
    actionsNav,
    threatsNav,
    permissionsNav,
    needToKnowNav,
    emergencyNav,
    sharedNav,
    identityNav,
    auditNav,
    agreementsNav,
    nationalPictureNav,
    deliveriesNav,
    webhooksNav,
    notificationNav(app.get(InboxQuery, { strict: false })),
  ].flat();
}

export const interruption = (app: INestApplicationContext): InterruptionSource =>
  threatInterruption(app.get(ThreatsQuery, { strict: false }));
