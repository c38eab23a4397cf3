import { globSync } from 'node:fs';
import { resolve } from 'node:path';
import { ROLES, type Role } from '@clin/platform';
import { declaredPermissions } from '../../../libs/platform/src/permissions.js';
import { RAISERS } from '../../../libs/threat-to-life/src/permissions.js';

/**
 * Which role opens what, in one table written from domain.md and the issue and from no declaration: columns are analyst, supervisor, lead,
 * officer, coordinator, source handler, administrator, auditor, contact, reader.
 */
const TABLE: Record<string, string> = {
  'record.explain': 'A S L O C H . . K .', 'record.simulate': 'A S L O C H . . K .',
  'disclosure.read': 'A S L O C H . . K .', 'disclosure.acknowledge': 'A S L O C H . . K .', 'disclosure.extend': '. S L . . . . . . .',
  'comment.read': 'A S L O C H . . K .', 'comment.write': 'A S L O C H . . K .',
  'case.read': 'A S L O C H . . K .', 'case.open': '. . L . . . . . . .', 'case.manage': '. . L . . . . . . .', 'case.share': '. . L . . . . . . .', 'case.write': 'A S L O C . . . . .',
  'action.read': 'A S L O C H . . K .', 'action.raise': 'A S L O C . . . . .', 'action.work': 'A S L O C . . . K .',
  'threat.read': '. S L . C . . . K .', 'threat.answer': '. S L . C . . . K .',
  'audit.read': '. . . . . . . U . .',
  'emergency.open': '. S L . C . . . . .', 'emergency.end': '. S L . C . . . . .', 'emergency.review': '. S L . C . . . . .',
  'emergency.read': '. S L . C . . U . .', 'emergency.report': '. S L . C . . U . .',
  'session.end': 'A S L O C H M U K R', 'session.extend': 'A S L O C H M U K R', 'self.read': 'A S L O C H M U K R',
  'password.change': 'A S L O C H M U K R', 'agency.read': 'A S L O C H M U K R', 'person.read': 'A S L O C H . . K .',
  'account.read': '. . . . . . M . . .', 'account.create': '. . . . . . M . . .', 'account.change': '. . . . . . M . . .',
  'report.read': 'A S L O C H . . K .', 'report.write': 'A S L O C . . . . .', 'report.submit': 'A S L O C . . . . .',
  'report.return': '. S . . . . . . . .', 'report.assess': '. S . . . . . . . .', 'report.disseminate': '. S . . . . . . . .',
  'report.disclose': '. S L . . . . . . .', 'report.close': '. S L . . . . . . .', 'report.correct': 'A S L O C . . . . .',
  'report.withdraw': '. S L . . . . . . .', 'report.consent': '. . . . . H . . . .',
  'referral.read': 'A S L O C H . . K .', 'referral.write': '. S L O C . . . . .', 'referral.send': '. S L O C . . . . .',
  'referral.answer': '. S L O C . . . K .', 'referral.note': 'A S L O C . . . K .',
  'picture.read': 'A S L O C . . . K .',
  'operation.read': 'A S L O C H . . K .', 'operation.manage': '. . L . . . . . . .', 'record.restrict': '. S L . . . . . . .', 'discovery.ask': 'A S L O C H . . K .', 'discovery.answer': '. S L . . . . . . .',
  'notification.read': 'A S L O C H M U K R', 'notification.mark': 'A S L O C H M U K R', 'notification.choose': 'A S L O C H M U K R',
  'delivery.read': '. . . . . . M . . .', 'delivery.redrive': '. . . . . . M . . .',
  'webhook.read': '. . . . . . M . . .', 'webhook.register': '. . . . . . M . . .', 'webhook.change': '. . . . . . M . . .',
  'permission.read': 'A S L O C H . . K .', 'permission.ask': 'A S L O C . . . K .', 'permission.answer': '. S L . . . . . . .', 'permission.handle': '. . . . . H . . . .',
  'agreement.read': 'A S L O C H . U K .', 'agreement.draft': '. S L . C . . . . .', 'agreement.approve': '. . L . C . . . K .', 'agreement.suspend': '. . L . C . . . . .',
  'agreement.apply-rule': '. S L . . . . . . .',
}; // prettier-ignore
const COLUMNS: Role[] = [
  'analyst',
  'supervisor',
  'lead',
  'officer',
  'coordinator',
  'source-handler',
  'administrator',
  'auditor',
  'contact',
  'reader',
];

describe('roles and what they open', () => {
  beforeAll(async () => {
    for (const file of globSync('libs/*/src/**/*permissions.ts')) await import(resolve(file));
  });

  it('are these ten', () => expect([...ROLES]).toEqual(COLUMNS));

  it('name every permission that a room declares, and no other', () =>
    expect([...declaredPermissions().keys()].sort()).toEqual(Object.keys(TABLE).sort()));

  it.each(Object.entries(TABLE))('%s is for %s', (permission, row) => {
    const marks = row.split(' ');
    expect(marks).toHaveLength(COLUMNS.length);
    expect([...declaredPermissions().get(permission)!].sort()).toEqual(
      COLUMNS.filter((_role, at) => marks[at] !== '.').sort(),
    );
  });

  it('tell of a threat’s acceptance whoever can have raised it, or answers such', () => {
    const raising = ['report.submit', 'referral.send', 'threat.answer'].map((name) => declaredPermissions().get(name)!);
    expect([...RAISERS].sort()).toEqual(COLUMNS.filter((role) => raising.some((roles) => roles.has(role))).sort());
  });
});
