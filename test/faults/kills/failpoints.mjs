/**
 * Loaded before the server's or the worker's own program, by the tests alone: FAILPOINT=after-send:2 ends the process, as `kill -9` does, when
 * it comes to that point for the second time. The points lie around the product's own methods, which know nothing of it.
 */
import { writeSync } from 'node:fs';
import http from 'node:http';
import { syncBuiltinESMExports } from 'node:module';

const [wanted, nth] = process.env.FAILPOINT.split(':');
let passes = 0;

function pass(point) {
  if (point !== wanted || (passes += 1) < Number(nth)) return;
  writeSync(2, `failpoint ${point}\n`);
  process.kill(process.pid, 'SIGKILL');
}

function absent(method) {
  throw new Error(`There is no ${method} any more: move the failpoint.`);
}

/** Ends at `before` when the method is called, and at `after` when what it promised has come true. */
function around(owner, method, { before, after }) {
  const original = method in owner ? owner[method] : absent(method);
  owner[method] = async function (...given) {
    pass(before);
    const result = await original.apply(this, given);
    pass(after);
    return result;
  };
}

/** A queue is built by its module: its `addBulk` is wrapped when it is first used. */
function aroundQueues(owner, method, queues) {
  const known = new WeakSet();
  const original = method in owner ? owner[method] : absent(method);
  owner[method] = function (...given) {
    for (const queue of queues.map((name) => this[name]).filter((one) => !known.has(one))) {
      known.add(queue);
      around(queue, 'addBulk', { before: 'before-enqueue', after: 'after-enqueue' });
    }
    return original.apply(this, given);
  };
}

if (wanted.startsWith('server-')) {
  const { Work } = await import('@clin/platform');
  const { AuditWriter } = await import('@clin/platform/server');
  around(Work.prototype, 'run', { after: 'server-after-commit' });
  around(AuditWriter.prototype, 'append', { after: 'server-after-audit' });
} else {
  const { FollowUps, HandleEvents, RelayOutbox } = await import('@clin/platform/worker');
  const { CallWebhooks, LeanMail, SendMail } = await import('@clin/notifications/jobs');
  aroundQueues(RelayOutbox.prototype, 'execute', ['queue']);
  aroundQueues(FollowUps.prototype, 'add', ['mail', 'webhooks']);
  around(FollowUps.prototype, 'add', { before: 'after-commit' });
  around(LeanMail.prototype, 'send', { after: 'after-send' });
  for (const job of [HandleEvents, SendMail, CallWebhooks])
    around(job.prototype, 'process', { after: 'after-acknowledge' });
  // An agency's system has answered its call.
  const request = http.request;
  http.request = (...given) => request(...given).once('response', () => pass('after-send'));
  syncBuiltinESMExports();
}
