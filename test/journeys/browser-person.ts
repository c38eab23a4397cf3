import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { watch, type Watched } from '@clin/web-kit/testing';
import { PASSWORD } from '../../apps/server/src/testing/a-server.js';
import type { Network } from './a-network.js';

const CLEAN = { axe: [], refused: [], sideways: 0 };
const SHOTS = process.env['SHOTS'];
let shots = 0;
/** Kinds of page that axe has looked at in this run: again and again it would only cost time. Width and refusals are looked at always. */
const seen = new Set<string>();

/** Where the served pages are. */
export async function listening(network: Network): Promise<string> {
  await network.server.app.listen(0, '127.0.0.1');
  return network.server.app.getUrl();
}

/** Somebody in front of a browser. Every page they open or are led to owes a clean look; one method is one thing they do. */
export class Person {
  private constructor(
    private readonly watched: Watched,
    private readonly url: string,
    private readonly name: string,
  ) {}

  public get page(): Page {
    return this.watched.page;
  }

  public static async signedIn(
    browser: Browser,
    url: string,
    email: string,
    options: { scripts?: boolean; width?: number } = {},
  ): Promise<Person> {
    const person = new Person(await watch(browser, { scripts: false, ...options }), url, email);
    person.page.setDefaultTimeout(45_000);
    await person.page.goto(`${url}/sign-in`);
    await person.page.getByLabel('E-mail address').fill(email);
    await person.page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await person.press('Sign in');
    return person;
  }

  /** Somebody with a session as signing in would have left it. */
  public static async returning(
    network: Network,
    browser: Browser,
    url: string,
    email: string,
    options: { scripts?: boolean; width?: number } = {},
  ): Promise<Person> {
    const token = randomUUID();
    await network.server.admin.query(
      "INSERT INTO identity.session (token_hash, user_id, kind, idle_until, ends_at) SELECT $1, id, 'page', now() + interval '15 minutes', now() + interval '1 hour' FROM identity.user_account WHERE email = $2",
      [createHash('sha256').update(token).digest(), email],
    );
    const person = new Person(await watch(browser, { scripts: false, ...options }), url, email);
    person.page.setDefaultTimeout(45_000);
    await person.watched.context.addCookies([{ name: 'session', value: token, url }]);
    return person;
  }

  /** Somebody of an agency without a demo account. */
  public static async at(network: Network, browser: Browser, url: string, agency: string): Promise<Person> {
    const [id, email] = [randomUUID(), `contact@${agency.toLowerCase()}.example`];
    const { admin } = network.server;
    await admin.query(
      'INSERT INTO identity.user_account (id, email, name, agency_id, clearance) SELECT $1, $2, $2, id, 2 FROM identity.agency WHERE code = $3',
      [id, email, agency],
    );
    await admin.query("INSERT INTO identity.user_role VALUES ($1, 'contact')", [id]);
    return Person.returning(network, browser, url, email);
  }

  /** The status that the page answers with. */
  public async open(path: string): Promise<number> {
    const reply = await this.page.goto(this.url + path);
    await this.look();
    return reply?.status() ?? 0;
  }

  public async press(button: string): Promise<void> {
    await this.page.getByRole('button', { name: button, exact: true }).first().click();
    await this.page.waitForLoadState();
    await this.look();
  }

  public async follow(link: string | RegExp): Promise<void> {
    await this.page.getByRole('link', { name: link, exact: true }).first().click();
    await this.page.waitForLoadState();
    await this.look();
  }

  public async fill(label: string, text: string): Promise<void> {
    await this.page.getByLabel(label, { exact: true }).fill(text);
  }

  public async check(label: string, within = 'body'): Promise<void> {
    await this.page.locator(within).getByLabel(label, { exact: true }).first().check();
  }

  public async choose(label: string, value: string): Promise<void> {
    await this.page.getByLabel(label, { exact: true }).selectOption(value);
  }

  public async date(iso: string): Promise<void> {
    const [year, month, day] = iso.split('-').map((part) => String(Number(part)));
    await this.fill('Day', day!);
    await this.fill('Month', month!);
    await this.fill('Year', year!);
  }

  public text(): Promise<string> {
    return this.page.locator('main').innerText();
  }

  public get path(): string {
    return new URL(this.page.url()).pathname;
  }

  public leave(): Promise<void> {
    return this.watched.close();
  }

  public async look(): Promise<void> {
    const at = this.page
      .url()
      .replace(this.url, '')
      .replaceAll(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, ':id');
    const kind = `${at.replace(/item-\d+/, 'item')} ${(await this.page.title()).replaceAll(/IR-[\w-]+/g, '')}`;
    const unseen = !seen.has(kind);
    seen.add(kind);
    if (SHOTS && unseen) {
      mkdirSync(SHOTS, { recursive: true });
      const file = `${String(++shots).padStart(3, '0')}-${this.name}${at.replace(/[^a-z0-9]+/gi, '-').slice(0, 60)}.png`;
      await this.page.screenshot({ path: `${SHOTS}/${file}`, fullPage: true });
    }
    expect({ at, ...(await this.watched.look({ axe: unseen })) }).toEqual({ at, ...CLEAN });
  }
}
