/**
 * A process of its own that knows the product by its API alone: several people write and read at once. What it began, what was acknowledged and
 * what it was shown goes into its ledger at once, a line each. A broken or a refused attempt is repeated under the same Idempotency-Key until it
 * is answered. Its parent says `finish`: then nothing new is begun, and it ends when all that it began is answered.
 */
import { randomUUID } from 'node:crypto';
import { openSync, writeSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { AGENCIES, referralChain, reportChain } from './chains.mjs';
import { between, oneOf, seeded } from './seeded.mjs';

const { LEDGER, PASSWORD, SEED, SERVERS, WALKERS, THINK_MS } = process.env;
const servers = SERVERS.split(',');
const file = openSync(LEDGER, 'a');
const note = (line) => writeSync(file, `${JSON.stringify(line)}\n`);
const TIMEOUT_MS = 10_000;

let finishing = false;
process.on('message', (word) => (finishing ||= word === 'finish'));
process.once('disconnect', () => process.exit(1));

/** Something that should not have been answered: the ledger has it, and the chain ends there. */
class Odd extends Error {}

class Walker {
  #agent = new Agent({ keepAlive: true, maxSockets: 1 });
  #tokens = new Map();
  #at = 0;

  constructor(number) {
    this.number = number;
    this.random = seeded(Number(SEED) * 1_000 + number);
  }

  async walk() {
    for (let chain = 0; !finishing; chain += 1) {
      const name = `${this.number}-${chain}`;
      const agency = oneOf(this.random, AGENCIES);
      const go = this.random() < 0.6 ? reportChain : referralChain;
      const doors = { write: this.write.bind(this), read: this.read.bind(this), agency, name };
      await go(doors).catch((error) => {
        if (!(error instanceof Odd)) note({ odd: name, text: String(error.stack).slice(0, 600) });
      });
    }
  }

  async write(person, op, path, body, owing) {
    const key = randomUUID();
    await this.#think();
    note({ began: key, op });
    const reply = await this.#until(person, 'POST', path, body, key, op);
    note({ done: key, op, request: reply.request, tries: reply.tries, ...owing(reply.body) });
    return reply.body;
  }

  /** Of what was acknowledged before: whoever may see it must not be told that it is absent. */
  async read(person, path) {
    await this.#think();
    const reply = await this.#until(person, 'GET', path, undefined, undefined, 'read');
    note({ read: path, request: reply.request });
  }

  #think() {
    return pause(between(this.random, 0, Number(THINK_MS) * 2));
  }

  /** Until it is answered with success. A failure of the moment (no connection, no answer, 503) is tried again, elsewhere where there is one. */
  async #until(person, method, path, body, key, op) {
    for (let tries = 1; ; tries += 1) {
      const token = await this.#token(person);
      const reply = token && (await this.#ask(method, `/api/v1${path}`, { token, body, key }));
      if (reply && reply.status < 300) return { ...reply, tries };
      if (reply && reply.status !== 503) {
        note({ odd: key ?? path, op, status: reply.status, text: reply.text.slice(0, 600), tries });
        throw new Odd();
      }
      await pause(between(this.random, 20, 250));
    }
  }

  async #token(email) {
    if (!this.#tokens.has(email)) {
      const reply = await this.#ask('POST', '/api/v1/session', { body: { email, password: PASSWORD } });
      if (reply?.status === 201) this.#tokens.set(email, reply.body.token);
      else if (reply && reply.status !== 503)
        note({ odd: email, op: 'sign-in', status: reply.status, text: reply.text.slice(0, 600) });
    }
    return this.#tokens.get(email);
  }

  /** The whole answer, or nothing when the connection broke before its end. */
  #ask(method, path, { token, body, key }) {
    const text = body === undefined ? undefined : JSON.stringify(body);
    const headers = {
      ...(text === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }),
      ...(token ? { authorization: `Bearer ${token}` } : {}),
      ...(key ? { 'idempotency-key': key } : {}),
    };
    const server = servers[(this.number + this.#at) % servers.length];
    return new Promise((resolve) => {
      const broken = () => {
        this.#at += 1;
        resolve(undefined);
      };
      const going = request(
        `${server}${path}`,
        { method, headers, agent: this.#agent, timeout: TIMEOUT_MS },
        (reply) => {
          let said = '';
          reply.setEncoding('utf8');
          reply.on('data', (chunk) => (said += chunk));
          reply.on('error', broken);
          reply.on('end', () => {
            const json = /json/.test(String(reply.headers['content-type'])) && said ? JSON.parse(said) : undefined;
            resolve({ status: reply.statusCode, text: said, body: json, request: reply.headers['x-request-id'] });
          });
        },
      );
      going.on('timeout', () => going.destroy(new Error('no answer')));
      going.on('error', broken);
      going.end(text);
    });
  }
}

process.send('ready');
await Promise.all(Array.from({ length: Number(WALKERS) }, (_, number) => new Walker(number).walk()));
process.exit(0);
