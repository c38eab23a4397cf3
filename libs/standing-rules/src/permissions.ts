import { declarePermissions } from '@clin/platform';

/** Whoever may share a report of their agency may share many by a rule. */
declarePermissions({ 'agreement.apply-rule': ['supervisor', 'lead'] });
