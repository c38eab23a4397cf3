import { declarePermissions } from '@clin/platform';

/** Administrators, auditors and funders hold none of these: they see no record. */
declarePermissions({
  'report.read': ['analyst', 'supervisor', 'lead', 'officer', 'coordinator', 'source-handler', 'contact'],
  'report.write': ['analyst', 'supervisor', 'lead', 'officer', 'coordinator'],
  'report.submit': ['analyst', 'supervisor', 'lead', 'officer', 'coordinator'],
  'report.return': ['supervisor'],
  'report.assess': ['supervisor'],
  'report.disseminate': ['supervisor'],
  'report.disclose': ['supervisor', 'lead'],
  'report.close': ['supervisor', 'lead'],
  'report.correct': ['analyst', 'supervisor', 'lead', 'officer', 'coordinator'],
  'report.withdraw': ['supervisor', 'lead'],
  'report.consent': ['source-handler'],
});
