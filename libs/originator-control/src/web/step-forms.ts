import { Injectable } from '@nestjs/common';
import { NotVisible, WrongState, type Actor } from '@clin/platform';
import { PermissionDetailQuery, type PermissionDetail } from '../permission-detail.query.js';
import { STATE_WORDS, type PermissionAction } from '../permission.states.js';

/** A request as the form of a step needs it: the same table that guards the verb. */
@Injectable()
export class StepForms {
  public constructor(private readonly detail: PermissionDetailQuery) {}

  /** Throws NotVisible to whom the step never belongs, WrongState when it is not open now. */
  public async for(actor: Actor, id: string, action: PermissionAction): Promise<PermissionDetail> {
    const request = await this.detail.execute(actor, id);
    if (action !== 'withdraw' && request.side !== 'owner') throw new NotVisible('not-owner');
    if (!request.actions.includes(action))
      throw new WrongState(
        `This request is “${STATE_WORDS[request.state]}”, and this is not yours to do now. Nothing was changed.`,
      );
    return request;
  }
}
