export { NeedToKnowModule } from './need-to-know.module.js';
export { NEED_TO_KNOW_EVENTS } from './events.js';
export {
  admitMember,
  closeOperation,
  handOverOperation,
  openOperation,
  reopenOperation,
  takeOverOperation,
} from './operation.store.js';
export { FormOperation } from './form-operation.js';
