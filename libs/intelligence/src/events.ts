import { DISCLOSURE_EVENTS } from '@clin/disclosures';
import { declareNotification } from '@clin/notifications';

/** Events of a report. Payloads hold ids and facts, never intelligence text. */
export const REPORT_EVENTS = {
  submitted: 'report.submitted.v1',
  returned: 'report.returned.v1',
  assessed: 'report.assessed.v1',
  disseminated: 'report.disseminated.v1',
  disclosed: 'report.disclosed.v1',
  revoked: 'disclosure.revoked.v1',
  closed: 'report.closed.v1',
  correctionProposed: 'report.correction-proposed.v1',
  corrected: 'report.corrected.v1',
  withdrawn: 'report.withdrawn.v1',
} as const;

const READERS = ['analyst', 'supervisor', 'lead', 'officer', 'coordinator', 'contact'];
const open = (recordId: string): string => `/reports/${recordId}`;

declareNotification({
  kind: 'threat-to-life',
  eventType: REPORT_EVENTS.submitted,
  audience: { scope: 'owner', roles: ['supervisor', 'lead'] },
  title: 'Threat to life: telephone first, then open this report now',
  href: open,
  when: (payload) => payload['threatToLife'] === true,
  urgent: true,
  mandatory: true,
});
declareNotification({
  kind: 'report-to-assess',
  eventType: REPORT_EVENTS.submitted,
  audience: { scope: 'owner', roles: ['supervisor'] },
  title: 'A report is waiting for assessment',
  href: open,
});
declareNotification({
  kind: 'report-returned',
  eventType: REPORT_EVENTS.returned,
  audience: { scope: 'person', roles: READERS },
  title: 'A report was returned to you for correction',
  href: open,
});
declareNotification({
  kind: 'report-assessed',
  eventType: REPORT_EVENTS.assessed,
  audience: { scope: 'person', roles: READERS },
  title: 'A report of yours was assessed',
  href: open,
});
declareNotification({
  kind: 'threat-to-life-shared',
  eventType: REPORT_EVENTS.disseminated,
  audience: { scope: 'recipients', roles: ['supervisor', 'lead', 'coordinator', 'contact'] },
  title: 'Threat to life: a report was shared with your organisation, open it now',
  href: open,
  when: (payload) => payload['threatToLife'] === true,
  urgent: true,
  mandatory: true,
});
declareNotification({
  kind: 'report-shared',
  eventType: REPORT_EVENTS.disseminated,
  audience: { scope: 'recipients', roles: READERS },
  title: 'A report was shared with your organisation',
  choice: 'A report was shared with your organisation when it was disseminated',
  href: open,
});
declareNotification({
  kind: 'report-disclosed',
  eventType: REPORT_EVENTS.disclosed,
  audience: { scope: 'recipient', roles: READERS },
  title: 'A report was shared with your organisation',
  choice: 'A report was shared with your organisation later',
  href: open,
});
declareNotification({
  kind: 'report-recalled',
  eventType: REPORT_EVENTS.revoked,
  audience: { scope: 'recalled', roles: READERS },
  title: 'A report that was shared with your organisation has been recalled: stop using it and remove copies',
  page: '/shared/notices',
  mandatory: true,
});
declareNotification({
  kind: 'correction-to-decide',
  eventType: REPORT_EVENTS.correctionProposed,
  audience: { scope: 'owner', roles: ['supervisor'] },
  title: 'A correction of a shared report is waiting for a decision',
  href: open,
});
declareNotification({
  kind: 'report-corrected',
  eventType: REPORT_EVENTS.corrected,
  audience: { scope: 'recalled', roles: READERS },
  title: 'A report that was shared with your organisation has been corrected: do not rely on the earlier version',
  page: '/shared/notices',
  mandatory: true,
});
declareNotification({
  kind: 'report-withdrawn',
  eventType: REPORT_EVENTS.withdrawn,
  audience: { scope: 'recalled', roles: READERS },
  title: 'A report that was shared with your organisation has been withdrawn: stop using it and remove copies',
  page: '/shared/notices',
  mandatory: true,
});
declareNotification({
  kind: 'disclosure-extended',
  eventType: DISCLOSURE_EVENTS.extended,
  audience: { scope: 'recipient', roles: READERS },
  title: 'Something is shared with your organisation for longer',
  // Of any kind of record.
  href: (recordId) => `/records/${recordId}/access`,
});
declareNotification({
  kind: 'report-closed',
  eventType: REPORT_EVENTS.closed,
  audience: { scope: 'person', roles: READERS },
  title: 'A report of yours was closed',
  href: open,
});
