import { createHmac } from 'node:crypto';
import { lookup as resolve, type LookupAddress } from 'node:dns';
import { request as requestHttp, type ClientRequest, type IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { LookupFunction, Socket } from 'node:net';
import { addressFault, mayConnect, type WebhookRules } from './webhook-address.js';

const TIMEOUT_MS = 10_000;

/** In a word, for the row of the delivery. */
export type CallFault = 'not-allowed' | 'no-connection' | 'too-slow' | 'redirected' | 'refused' | 'failure';

export class CallFailed extends Error {
  public constructor(public readonly fault: CallFault) {
    super(fault);
  }
}

/**
 * `t=<seconds>,v1=<hex>`: HMAC-SHA256 with the secret over `<seconds>.<delivery id>.<body>`. The receiver computes it again over what came,
 * refuses what is older than some minutes, and takes each delivery id once.
 */
export function signatureOf(secret: string, seconds: number, id: string, body: string): string {
  return `t=${seconds},v1=${createHmac('sha256', secret).update(`${seconds}.${id}.${body}`).digest('hex')}`;
}

/**
 * Posts the body, signed. The connection is made to an address that was checked, not to a name that might be another's by then; nothing
 * follows a redirect, and of the answer only its status is read. Throws CallFailed.
 */
export async function callWebhook(
  call: { url: string; secret: string; id: string; body: string },
  rules: WebhookRules,
  now = Date.now(),
): Promise<void> {
  if (addressFault(call.url, rules)) throw new CallFailed('not-allowed');
  const url = new URL(call.url);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const send = url.protocol === 'https:' ? requestHttps : requestHttp;
  const request = send(url, {
    method: 'POST',
    agent: false,
    timeout: TIMEOUT_MS,
    lookup: checkedLookup(rules),
    headers: {
      host: url.host,
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(call.body),
      'x-clin-delivery': call.id,
      'x-clin-signature': signatureOf(call.secret, Math.floor(now / 1000), call.id, call.body),
    },
  });
  // An address that stands in the URL itself is looked up by nobody: it is held against the same rules.
  if (/^[\d.]+$|:/.test(host) && !mayConnect(host, rules)) request.destroy(new CallFailed('not-allowed'));
  await answered(request, call.body, rules);
}

/** Every address that a name has must be allowed: a name with one of each is somebody trying. */
function checkedLookup(rules: WebhookRules): LookupFunction {
  return (hostname, options, done) =>
    resolve(hostname, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
      const [first] = addresses ?? [];
      if (error || !first) return done(error ?? new CallFailed('no-connection'), '', 4);
      if (!addresses.every(({ address }) => mayConnect(address, rules)))
        return done(new CallFailed('not-allowed'), '', 4);
      return options.all ? done(null, addresses) : done(null, first.address, first.family);
    });
}

function answered(request: ClientRequest, body: string, rules: WebhookRules): Promise<void> {
  return new Promise((done, fail) => {
    const late = setTimeout(() => request.destroy(new CallFailed('too-slow')), TIMEOUT_MS);
    request.on('close', () => clearTimeout(late));
    request.on('timeout', () => request.destroy(new CallFailed('too-slow')));
    request.on('error', (error) => fail(error instanceof CallFailed ? error : new CallFailed('no-connection')));
    // Whatever was resolved, this is who is at the other end.
    request.on('socket', (socket: Socket) =>
      socket.once('connect', () => {
        if (!mayConnect(socket.remoteAddress ?? '', rules)) request.destroy(new CallFailed('not-allowed'));
      }),
    );
    request.on('response', (response: IncomingMessage) => {
      const { statusCode = 0 } = response;
      response.destroy();
      if (statusCode >= 200 && statusCode < 300) done();
      else fail(new CallFailed(statusCode >= 300 && statusCode < 400 ? 'redirected' : 'refused'));
    });
    request.end(body);
  });
}
