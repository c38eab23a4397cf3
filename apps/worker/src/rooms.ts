import '@clin/actions';
import { mindActions } from '@clin/actions/jobs';
import { sealAudit } from '@clin/audit/jobs';
import '@clin/cases';
import { endCaseDrafts } from '@clin/cases/jobs';
import '@clin/comments';
import '@clin/dissemination';
import '@clin/intelligence';
import '@clin/need-to-know';
import { endEmergencyMonth, remindOfEmergencies } from '@clin/emergency-access/jobs';
import '@clin/emergency-access';
import '@clin/originator-control';
import '@clin/referrals';
import { endReferralDrafts, mindReferrals } from '@clin/referrals/jobs';
import { countDissemination, foldPicture } from '@clin/national-picture/jobs';
import { mindQuestions } from '@clin/need-to-know/jobs';
import { mindPermissions } from '@clin/originator-control/jobs';
import '@clin/threat-to-life';
import { chaseThreats } from '@clin/threat-to-life/jobs';
import { announceHandlers, makeDailyMails, queueDeliveries } from '@clin/notifications/jobs';
import { remindOfReviews } from '@clin/sharing/jobs';
import '@clin/standing-rules';
import type { EventHandler, Schedule } from '@clin/platform/events';

/** Everything the rooms want done, in one place. A new room adds its lines here. */
export function roomHandlers(options: { mail: boolean }): EventHandler[] {
  return [...announceHandlers(options), countDissemination()];
}

export function roomSchedules(): Schedule[] {
  return [
    sealAudit(),
    foldPicture(),
    mindActions(),
    endCaseDrafts(),
    mindPermissions(),
    mindReferrals(),
    endReferralDrafts(),
    mindQuestions(),
    chaseThreats(),
    remindOfEmergencies(),
    endEmergencyMonth(),
    remindOfReviews(),
    queueDeliveries(),
    makeDailyMails(),
  ];
}
