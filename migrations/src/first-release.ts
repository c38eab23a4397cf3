import { CreatePlatform1795400000000 } from './1795400000000-create-platform.js';
import { CreateIdentity1795400001000 } from './1795400001000-create-identity.js';
import { ManageAccounts1795400001500 } from './1795400001500-manage-accounts.js';
import { ShowAppliedMigrations1795400001600 } from './1795400001600-show-applied-migrations.js';
import { CreateAgreements1795400002000 } from './1795400002000-create-agreements.js';
import { CreateRecords1795400003000 } from './1795400003000-create-records.js';
import { CreateDisclosing1795400004000 } from './1795400004000-create-disclosing.js';
import { CreateAudit1795400005000 } from './1795400005000-create-audit.js';
import { CreateReports1795400006000 } from './1795400006000-create-reports.js';
import { CreateNotifications1795400010000 } from './1795400010000-create-notifications.js';
import { PublishAuditHead1795400011000 } from './1795400011000-publish-audit-head.js';
import { CreateNationalPicture1795400020000 } from './1795400020000-create-national-picture.js';
import { CountReaders1795400030000 } from './1795400030000-count-readers.js';

/** Databases with records of that day exist. */
export const FIRST_RELEASE = [
  CreatePlatform1795400000000,
  CreateIdentity1795400001000,
  ManageAccounts1795400001500,
  ShowAppliedMigrations1795400001600,
  CreateAgreements1795400002000,
  CreateRecords1795400003000,
  CreateDisclosing1795400004000,
  CreateAudit1795400005000,
  CreateReports1795400006000,
  CreateNotifications1795400010000,
  PublishAuditHead1795400011000,
  CreateNationalPicture1795400020000,
  CountReaders1795400030000,
];
