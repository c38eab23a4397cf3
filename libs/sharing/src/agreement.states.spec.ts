import { permissionsOf, ROLES, type Role } from '@clin/platform';
import './permissions.js';
import {
  actionsOpen,
  AGREEMENT_ACTIONS,
  AGREEMENT_STATUSES,
  obstacleTo,
  transition,
  type AgreementAction,
  type AgreementStatus,
  type Standing,
} from './agreement.states.js';

/** Written by hand, apart from the table: from, action, to, and the roles that may. */
const DRAFTERS: Role[] = ['supervisor', 'lead', 'coordinator'];
const APPROVERS: Role[] = ['lead', 'coordinator', 'contact'];
const CHIEFS: Role[] = ['lead', 'coordinator'];
const ALLOWED: [AgreementStatus, AgreementAction, AgreementStatus, Role[]][] = [
  ['draft', 'save', 'draft', DRAFTERS],
  ['draft', 'propose', 'proposed', DRAFTERS],
  ['draft', 'discard', 'lapsed', DRAFTERS],
  ['proposed', 'approve', 'active', APPROVERS],
  ['proposed', 'revise', 'draft', DRAFTERS],
  ['proposed', 'discard', 'lapsed', DRAFTERS],
  ['proposed', 'withdraw', 'proposed', APPROVERS],
  ['active', 'approve', 'active', APPROVERS],
  ['active', 'renew', 'active', DRAFTERS],
  ['active', 'suspend', 'suspended', CHIEFS],
  ['active', 'end', 'lapsed', CHIEFS],
  ['active', 'withdraw', 'active', APPROVERS],
  ['active', 'review', 'active', CHIEFS],
  ['suspended', 'reinstate', 'active', CHIEFS],
  ['suspended', 'end', 'lapsed', CHIEFS],
  ['suspended', 'withdraw', 'suspended', APPROVERS],
  ['suspended', 'review', 'suspended', CHIEFS],
];

const standing = (change: Partial<Standing> = {}): Standing => ({
  permissions: permissionsOf(['lead', 'supervisor', 'contact']),
  isOwner: true,
  isParty: true,
  isInvited: false,
  hasApproved: false,
  isAuthor: false,
  maySpeakForSuspension: true,
  suspendedIt: false,
  ...change,
});
/** Who could do everything but for the role: the owner, except for leaving. */
const bestFor = (action: AgreementAction): Partial<Standing> => (action === 'withdraw' ? { isOwner: false } : {});

describe('the life of an agreement', () => {
  for (const from of AGREEMENT_STATUSES) {
    for (const action of AGREEMENT_ACTIONS) {
      const row = ALLOWED.find(([status, verb]) => status === from && verb === action);
      it(row ? `leads from ${from} by ${action} to ${row[2]}` : `refuses ${action} while ${from}`, () =>
        expect(transition(from, action)?.to).toBe(row?.[2]),
      );
    }
  }

  it('opens every move to its own roles and to no other role', () => {
    let refused = 0;
    for (const from of AGREEMENT_STATUSES) {
      for (const role of ROLES) {
        for (const action of AGREEMENT_ACTIONS) {
          const row = ALLOWED.find(([status, verb]) => status === from && verb === action);
          const open = actionsOpen(from, standing({ permissions: permissionsOf([role]), ...bestFor(action) }));
          const may = row?.[3].includes(role) ?? false;
          expect([from, role, action, open.includes(action)]).toEqual([from, role, action, may]);
          if (!may) refused += 1;
        }
      }
    }
    expect(refused).toBe(AGREEMENT_STATUSES.length * ROLES.length * AGREEMENT_ACTIONS.length - 45);
  });

  it.each<[string, AgreementStatus, Partial<Standing>, AgreementAction[]]>([
    ['the author of a draft', 'draft', { isAuthor: true }, ['save', 'propose', 'discard']],
    ['another agency at a draft', 'draft', { isOwner: false, isParty: false, isInvited: true }, []],
    ['the author of a proposal', 'proposed', { isAuthor: true }, ['revise', 'discard']],
    ['a colleague of the author', 'proposed', {}, ['approve', 'revise', 'discard']],
    ['somebody invited', 'proposed', { isOwner: false, isParty: false, isInvited: true }, ['approve', 'withdraw']],
    ['an agency that approved already', 'proposed', { isOwner: false, hasApproved: true }, ['withdraw']],
    ['an agency that is nothing to it', 'proposed', { isOwner: false, isParty: false }, []],
    ['somebody invited later', 'active', { isOwner: false, isParty: false, isInvited: true }, ['approve', 'withdraw']],
    ['a party', 'active', { isOwner: false, hasApproved: true }, ['suspend', 'end', 'withdraw']],
    ['who suspended it', 'suspended', { isOwner: false, suspendedIt: true }, ['end', 'withdraw']],
    ['a colleague of theirs', 'suspended', { isOwner: false }, ['reinstate', 'end', 'withdraw']],
    ['a third party', 'suspended', { isOwner: false, maySpeakForSuspension: false }, ['end', 'withdraw']],
    ['anybody at a lapsed one', 'lapsed', {}, []],
    ['anybody at a replaced one', 'replaced', {}, []],
  ])('offers %s the right buttons', (_who, status, who, actions) =>
    expect(actionsOpen(status, standing(who)).sort()).toEqual([...actions].sort()),
  );

  it('knows every status, and the buttons of an owner that is no party yet', () => {
    expect([...AGREEMENT_STATUSES]).toEqual(['draft', 'proposed', 'active', 'suspended', 'lapsed', 'replaced']);
    const owner = standing({ isParty: false, hasApproved: false });
    expect(actionsOpen('proposed', owner).sort()).toEqual(['approve', 'discard', 'revise']);
  });

  it('says why not', () => {
    const step = transition('proposed', 'approve')!;
    expect(obstacleTo(step, standing({ isAuthor: true }))).toBe('not-author');
    expect(obstacleTo(step, standing({ hasApproved: true }))).toBe('unapproved');
    expect(obstacleTo(step, standing({ permissions: new Set() }))).toBe('no-permission');
    expect(obstacleTo(step, standing())).toBeUndefined();
  });
});
