import { Injectable } from '@nestjs/common';
import { partnersOf } from '@clin/access';
import { listPeople } from '@clin/identity';
import { NotPermitted, Read, WrongState, type Actor } from '@clin/platform';
import { form, page, type Page } from '@clin/web-kit';
import { caseIn } from '../case-in.query.js';
import { OperationsQuery } from '../operations.query.js';
import type { Posted } from './posted.js';

type Refused = { body: Posted; errors: Readonly<Record<string, string>> };

/** The page of one operation, whose forms share one state: the fields of each start with its name. */
@Injectable()
export class OperationForms {
  public constructor(
    private readonly operations: OperationsQuery,
    private readonly read: Read,
  ) {}

  public async show(actor: Actor, key: string, refused?: Refused): Promise<Page> {
    const operation = await this.operations.one(actor, key);
    const owns = operation.standing === 'owner';
    const manages = (owns || operation.standing === 'joint') && !operation.closedAt;
    const [held, people, partners] = await this.read.run(actor, (q) =>
      Promise.all([caseIn(q, actor, key), manages ? listPeople(q, actor) : [], manages ? partnersOf(q, actor) : []]),
    );
    const inside = new Set(operation.agencies.map(({ code }) => code));
    return page(
      'operation.njk',
      {
        heading: operation.name,
        breadcrumbs: [{ text: 'Operations', href: '/operations' }, { text: operation.name }],
        operation,
        case: held,
        ...(held ? { handling: held.handling } : {}),
        manages,
        owns,
        people: people.map(({ id, name }) => [id, name]),
        partners: partners.filter(({ code }) => !inside.has(code)).map(({ code, name }) => [code, name]),
        form: form(refused?.body, refused?.errors),
      },
      refused ? { status: 422 } : {},
    );
  }

  /** The form of a change of lead. NotPermitted for who may not, WrongState where there is nothing to take over. */
  public async lead(actor: Actor, key: string, step: 'handover' | 'takeover', refused?: Refused): Promise<Page> {
    const operation = await this.operations.one(actor, key);
    if (step === 'handover' && !operation.youLead) throw new NotPermitted('not-its-lead');
    if (step === 'takeover') {
      if (operation.standing !== 'owner' && operation.standing !== 'vacant') throw new NotPermitted('not-owners-lead');
      if (operation.led) throw new WrongState('This operation has a lead, who can hand it over. Nothing was changed.');
    }
    const people = step === 'handover' ? await this.read.run(actor, (q) => listPeople(q, actor)) : [];
    const leads = people.filter(({ id, roles }) => id !== actor.userId && roles.includes('lead'));
    const heading = step === 'handover' ? 'Hand over an operation' : `Take over ${operation.name}`;
    return page(
      'operation-lead.njk',
      {
        heading,
        breadcrumbs: [
          { text: 'Operations', href: '/operations' },
          { text: operation.name, href: `/operations/${key}` },
          { text: heading },
        ],
        operation,
        step,
        leads: leads.map(({ id, name }) => [id, name]),
        form: form(refused?.body, refused?.errors),
      },
      refused ? { status: 422 } : {},
    );
  }
}
