import { asked } from './policy-probes.js';
import type { Probe } from './probe.js';

const NOTED = (who: string, id: string, state: string): string =>
  `INSERT INTO notifications.notification (id, user_id, event_id, kind, record_id, needs_record, state) SELECT @${id}, @${who}, min(id), 'k', @shared, true, '${state}' FROM platform.outbox`;
const SENT = `${NOTED('b.peer', 'note', 'queued')}; ${NOTED('a.peer', 'other', 'failed')};
  INSERT INTO notifications.delivery (id, channel, notification_id, user_id, event_id, kind, state) SELECT n.id, 'email', n.id, n.user_id, n.event_id, n.kind, n.state
    FROM notifications.notification n WHERE n.kind = 'k'`;
const counts =
  "SELECT part, state, number FROM notifications.overview() WHERE part IN ('email', 'schedule') ORDER BY 1, 2";
const delivery =
  "INSERT INTO notifications.delivery (channel, notification_id, user_id, event_id, kind) VALUES ('email', @note, @b.peer, 1, 'k')";
const deliveries: Probe[] = [
  ...asked('deliveries', 'notifications.delivery', 'SELECT user_id FROM notifications.delivery', { 'worker:b.peer': 'b.peer', 'worker:a.lead': '', 'worker:nobody': '', 'a.administrator': '42501' }, SENT),
  ...asked('a delivery', 'notifications.delivery', delivery, { 'worker:b.peer': '', 'worker:a.peer': '42501', 'worker:nobody': '42501' }, NOTED('b.peer', 'note', 'queued')),
  ...asked('deliveries counted', 'notifications.delivery platform.schedule', counts, { 'a.administrator': 'email failed 1, email queued 1, schedule tick 0', 'a.lead': 'CL403', nobody: 'CL403' }, `${SENT}; INSERT INTO platform.schedule (name, next_at) VALUES ('tick', now())`),
  { name: 'a delivery settled', about: 'notifications.notification notifications.delivery', arrange: SENT, steps: [['worker:nobody', "SELECT notifications.settle(@note, 0, 'sent', NULL, interval '1 minute', 6)", 'sent'], ['behind', "SELECT state FROM notifications.notification WHERE kind = 'k' ORDER BY 1", 'failed, sent']] },
  ...asked('schedules', 'platform.schedule', 'SELECT name FROM platform.schedule', { 'worker:nobody': 'tick', 'a.administrator': '42501' }, "INSERT INTO platform.schedule (name, next_at) VALUES ('tick', now())"),
  ...asked('a schedule', 'platform.schedule', "INSERT INTO platform.schedule (name, next_at) VALUES ('tick', now())", { 'worker:nobody': '', 'a.administrator': '42501' }),
]; // prettier-ignore

const JOB =
  "INSERT INTO platform.event_job (event_id, job_name, state, attempts) SELECT min(id), 'tell', 'failed', 12 FROM platform.outbox";
const jobs: Probe[] = [
  ...asked('handlers of events', 'platform.event_job', 'SELECT job_name FROM platform.event_job', { 'worker:nobody': 'tell', 'a.administrator': '42501' }, JOB),
  ...asked('a handler of an event', 'platform.event_job', JOB, { 'worker:nobody': '', 'a.administrator': '42501' }),
  ...asked('handlers that failed', 'platform.event_job', "SELECT channel, attempts FROM notifications.failures(NULL, NULL, 9)", { 'a.administrator': 'event 12', 'a.lead': 'CL403', nobody: 'CL403' }, JOB),
]; // prettier-ignore

const CHOSEN = `INSERT INTO notifications.kind_choice VALUES (@a.peer, 'k', true, 'daily'), (@b.peer, 'k', true, 'daily');
  INSERT INTO notifications.time_choice (user_id, digest_at) VALUES (@a.peer, '00:00'), (@b.peer, '23:59:59')`;
const chosen = (table: string, more: string) => (who: string): string =>
  `INSERT INTO notifications.${table} VALUES (@${who}, ${more})`; // prettier-ignore
const own = { 'a.peer': 'a.peer', 'a.administrator': '', nobody: '', 'worker:b.peer': 'b.peer', 'worker:nobody': '' };
const written = { 'a.peer': '', 'a.administrator': '42501', nobody: '42501', 'worker:a.peer': '42501' };
const choices: Probe[] = [
  ...asked('choices of kinds', 'notifications.kind_choice', 'SELECT user_id FROM notifications.kind_choice', own, CHOSEN),
  ...asked('choices of times', 'notifications.time_choice', 'SELECT user_id FROM notifications.time_choice', own, CHOSEN),
  ...asked('a choice of a kind', 'notifications.kind_choice', chosen('kind_choice', "'k', true, 'daily'")('a.peer'), written),
  ...asked('a choice of a time', 'notifications.time_choice', chosen('time_choice', "NULL, NULL, '08:00', 1")('a.peer'), written),
  // One hour has come and the other has not, whatever the time of day; without their choices both hours would be the same.
  ...asked('e-mails of the day', 'notifications.time_choice notifications.notification', 'SELECT notifications.make_digests(9)', { 'worker:nobody': '1' },
    `${NOTED('a.peer', 'note', 'digest')}; ${NOTED('b.peer', 'other', 'digest')}; UPDATE notifications.notification SET created_at = now() - interval '2 days' WHERE kind = 'k'; ${CHOSEN}`),
]; // prettier-ignore

const HOOK = `INSERT INTO notifications.webhook (agency_id, url, secret, sensitivity, created_by) VALUES (902, 'https://b.example/', repeat('x', 40), 2, @a.administrator)`;
const hooks: Probe[] = [
  ...asked('webhooks', 'notifications.webhook', 'SELECT url FROM notifications.webhook', { 'a.administrator': 'https://b.example/', 'b.administrator': 'https://b.example/', 'b.lead': '', nobody: '', 'worker:nobody': '42501' }, HOOK),
  ...asked('the secret of a webhook', 'notifications.webhook', 'SELECT secret FROM notifications.webhook', { 'a.administrator': '42501' }, HOOK),
  ...asked('a webhook', 'notifications.webhook', HOOK, { 'a.administrator': '', 'b.lead': '42501', nobody: '42501' }),
  ...asked('a webhook for what an agency was told', 'notifications.webhook', "SELECT count(*) FROM notifications.hook((SELECT min(id) FROM platform.outbox))", { 'worker:nobody': '1' }, `${HOOK}; ${NOTED('b.peer', 'note', 'sent')}`),
]; // prettier-ignore

export const deliveryProbes: readonly Probe[] = [...deliveries, ...jobs, ...choices, ...hooks];
