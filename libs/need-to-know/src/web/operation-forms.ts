import { Injectable } from '@nestjs/common';
import { partnersOf } from '@clin/access';
import { listPeople } from '@clin/identity';
import { Read, type Actor } from '@clin/platform';
import { form, page, type Page } from '@clin/web-kit';
import { OperationsQuery } from '../operations.query.js';
import type { Posted } from './posted.js';

/** The page of one operation, whose forms share one state: the fields of each start with its name. */
@Injectable()
export class OperationForms {
  public constructor(
    private readonly operations: OperationsQuery,
    private readonly read: Read,
  ) {}

  public async show(
    actor: Actor,
    key: string,
    refused?: { body: Posted; errors: Readonly<Record<string, string>> },
  ): Promise<Page> {
    const operation = await this.operations.one(actor, key);
    const manages = operation.standing !== 'member' && !operation.closedAt;
    const [people, partners] = manages
      ? await this.read.run(actor, (q) => Promise.all([listPeople(q, actor), partnersOf(q, actor)]))
      : [[], []];
    const inside = new Set(operation.agencies.map(({ code }) => code));
    return page(
      'operation.njk',
      {
        heading: operation.name,
        breadcrumbs: [{ text: 'Operations', href: '/operations' }, { text: operation.name }],
        operation,
        manages,
        owns: operation.standing === 'owner',
        people: people.map(({ id, name }) => [id, name]),
        partners: partners.filter(({ code }) => !inside.has(code)).map(({ code, name }) => [code, name]),
        form: form(refused?.body, refused?.errors),
      },
      refused ? { status: 422 } : {},
    );
  }
}
