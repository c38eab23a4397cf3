/** Kills one process after another while the load runs, and measures how long it is until everything works again. */
import { setTimeout as pause } from 'node:timers/promises';
import { between, oneOf } from './seeded.mjs';

/** Of the kills, so many meet a system that has not recovered from the one before. */
const IN_RECOVERY = 0.15;
const PATIENCE_MS = 60_000;
const LOOK_MS = 100;

export class Killing {
  /** How each kind died, how often; and what fell without being killed. */
  deaths = {};
  falls = {};
  reasons = new Map();
  /** In milliseconds, by kind. */
  longest = {};
  #waiting = [];

  /** @param minutes after which no more is killed, however many are left. */
  constructor({ kinds, kills, minutes, random }) {
    this.kills = kills;
    this.until = Date.now() + minutes * 60_000;
    this.random = random;
    for (const kind of kinds) [this.deaths[kind], this.falls[kind], this.longest[kind]] = [{}, {}, 0];
  }

  /** What a victim says of its end. */
  told({ kind, how, fell, why }) {
    if (fell) {
      this.falls[kind][fell] = (this.falls[kind][fell] ?? 0) + 1;
      this.reasons.set(`${kind} fell ${fell}: ${why}`, (this.reasons.get(`${kind} fell ${fell}: ${why}`) ?? 0) + 1);
      return;
    }
    this.deaths[kind][how] = (this.deaths[kind][how] ?? 0) + 1;
    this.#waiting.push({ kind, since: Date.now(), served: false, relayed: false });
  }

  countOf(kind) {
    return Object.values(this.deaths[kind]).reduce((sum, times) => sum + times, 0);
  }

  left(kind) {
    return Math.max(this.kills - this.countOf(kind), 0);
  }

  /** @param victims by kind. Ends when each kind was killed as often as was asked, or the time is over. */
  async run(victims) {
    for (;;) {
      const open = Object.values(victims).filter(([{ kind }]) => this.left(kind) > 0);
      if (open.length === 0 || Date.now() > this.until) return;
      const hurried = this.random() < IN_RECOVERY;
      if (!hurried) await this.#recovered();
      await pause(between(this.random, 50, 600));
      const victim = this.#choose(open.flat(), hurried);
      if (victim && this.left(victim.kind) > 0) await victim.kill(this.random);
    }
  }

  /** The load runs again, as far as to the queue. */
  async #recovered() {
    for (const until = Date.now() + PATIENCE_MS; this.#waiting.length > 0 && Date.now() < until;) await pause(20);
  }

  /** One that runs, rather of a kind that is behind; in a hurry also a program that is just starting. */
  #choose(victims, hurried) {
    const open = victims.filter(({ up, program }) => up || (hurried && program));
    const weighed = open.flatMap((one) => Array.from({ length: this.left(one.kind) }, () => one));
    return weighed.length > 0 ? oneOf(this.random, weighed) : undefined;
  }

  /**
   * Looks again and again whether a server says that it, the database and the queue are ready, and whether an event was given to the queue
   * since: then the kill is over. What is killed meanwhile does not stop the clock of those before.
   */
  async watch(look, ended) {
    while (!ended() || (this.#waiting.length > 0 && this.#oldest() < PATIENCE_MS)) {
      const at = Date.now();
      if (this.#waiting.length > 0) {
        const { served, relayedAt } = await look();
        for (const one of this.#waiting) {
          if (at > one.since) one.served ||= served;
          one.relayed ||= relayedAt > one.since;
        }
      }
      this.#settle();
      await pause(LOOK_MS);
    }
    for (const { kind, since } of this.#waiting) this.longest[kind] = Math.max(this.longest[kind], Date.now() - since);
  }

  #settle() {
    const over = this.#waiting.filter(({ served, relayed }) => served && relayed);
    this.#waiting = this.#waiting.filter((one) => !over.includes(one));
    for (const { kind, since } of over) this.longest[kind] = Math.max(this.longest[kind], Date.now() - since);
  }

  #oldest() {
    return Date.now() - Math.min(...this.#waiting.map(({ since }) => since));
  }
}
