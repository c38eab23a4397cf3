import type { Browser } from 'playwright-core';
import { chromium } from '@clin/harness';
import { Network } from './a-network.js';
import { listening, Person } from './browser-person.js';

/** A served network and a browser for one spec file. Whoever came in leaves after each test. */
export class BrowserRoom {
  public network!: Network;
  private browser!: Browser;
  private url!: string;
  private opened = false;
  private readonly people: Person[] = [];

  /** Somebody with a demo account; without scripts unless they are asked for. The first signs in through the page, the others have. */
  public readonly as = async (email: string, options: { scripts?: boolean; width?: number } = {}): Promise<Person> => {
    const { network, browser, url } = this;
    if (this.opened) return this.enters(await Person.returning(network, browser, url, email, options));
    this.opened = true;
    return this.enters(await Person.signedIn(browser, url, email, options));
  };

  /** Somebody of an agency without a demo account. */
  public readonly at = async (agency: string): Promise<Person> =>
    this.enters(await Person.at(this.network, this.browser, this.url, agency));

  public async open(): Promise<void> {
    this.network = await Network.start({ webhookHosts: 'hooks.force.example' });
    this.url = await listening(this.network);
    this.browser = await chromium();
  }

  public async empty(): Promise<void> {
    await Promise.all(this.people.splice(0).map((person) => person.leave()));
  }

  public async shut(): Promise<void> {
    await this.browser?.close();
    await this.network?.stop();
  }

  private enters(person: Person): Person {
    this.people.push(person);
    return person;
  }
}

/** Opens with the spec file's block and shuts behind it. */
export function aBrowserRoom(): BrowserRoom {
  const room = new BrowserRoom();
  beforeAll(() => room.open());
  afterEach(() => room.empty());
  afterAll(() => room.shut());
  return room;
}
