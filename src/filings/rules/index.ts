import type { FilingForm } from '../forms.ts';
import {
  addressDetail,
  addressesInOneCity,
  addressRepeats,
  addressRoom,
  addressShorthand,
  idAddressWhole,
} from './addresses.ts';
import { consents } from './consents.ts';
import { choicesKnown, contentsFew, contentsOfIndividual, remarkSays } from './contents.ts';
import { unlimitedValidity, validity } from './dates.ts';
import { domainCount, domainForm, domainSuffix, domainSuffixKind, domainTwice } from './domains.ts';
import {
  creditCodeKind,
  entityKindKnown,
  entityName,
  idTypeFitsKind,
  regionCodes,
} from './entity.ts';
import { ipForm, ipMany, ipOfProvider, ipPublic, ipTwice } from './ips.ts';
import { judged } from './judged.ts';
import { materialsGiven, outOfProvinceDenied } from './materials.ts';
import { creditCodeBody, documentNumbers, oldLicenceNumber } from './numbers.ts';
import {
  adult,
  differentPeopleDiffer,
  individualLeads,
  personIdType,
  personName,
  samePersonAgrees,
} from './persons.ts';
import {
  emails,
  emergencyDiffers,
  emergencyMobiles,
  localMobile,
  mobileNumbers,
  officePhoneArea,
  officePhones,
} from './phones.ts';
import { approvalsWhole, gateContents, gateWords } from './prior-approvals.ts';
import {
  changesSomething,
  endingReason,
  filedNumbers,
  provinceStays,
  someMaterial,
} from './requests.ts';
import { emergencyMobile, required } from './required.ts';
import {
  personalSiteName,
  siteNameConflicts,
  siteNameForbidden,
  siteNameForm,
  siteNameRelates,
  siteNameStateWords,
} from './site-names.ts';
import { controlCharacters, outsideGbk, wireLengths } from './text.ts';
import { viewOf } from './tidy.ts';
import type { CheckContext, Finding, Rule } from './types.ts';
import { homeUrls, homeUrlTwice } from './urls.ts';

export { labelOf, patternOf } from './labels.ts';
export { meant } from './meant.ts';
export { leaderOf, peopleOf } from './people.ts';
export { tidyForm, viewOf } from './tidy.ts';
export type { CheckContext, CodeRow, CodeTables, Finding, Rule, Severity } from './types.ts';
export { inRuleWords } from './types.ts';

/** Every rule, in the order a person reads the form. */
export const RULES: readonly Rule[] = [
  ...[required, emergencyMobile],
  ...[entityKindKnown, idTypeFitsKind, regionCodes, entityName, creditCodeKind],
  ...[documentNumbers, creditCodeBody, oldLicenceNumber],
  ...[validity, unlimitedValidity],
  ...[
    idAddressWhole,
    addressDetail,
    addressRoom,
    addressShorthand,
    addressRepeats,
    addressesInOneCity,
  ],
  ...[personIdType, personName, adult, individualLeads, samePersonAgrees, differentPeopleDiffer],
  ...[
    mobileNumbers,
    emergencyMobiles,
    emergencyDiffers,
    officePhones,
    officePhoneArea,
    localMobile,
    emails,
  ],
  ...[
    siteNameForm,
    siteNameStateWords,
    siteNameForbidden,
    personalSiteName,
    siteNameConflicts,
    siteNameRelates,
  ],
  ...[choicesKnown, contentsFew, contentsOfIndividual, remarkSays],
  ...[approvalsWhole, gateWords, gateContents],
  ...[domainForm, domainSuffix, domainSuffixKind, domainTwice, domainCount],
  ...[homeUrls, homeUrlTwice],
  ...[ipForm, ipPublic, ipOfProvider, ipTwice, ipMany],
  ...[outsideGbk, controlCharacters, wireLengths],
  ...[outOfProvinceDenied, materialsGiven],
  ...[endingReason, changesSomething, provinceStays, someMaterial, filedNumbers],
  ...[consents],
];

/** Everything wrong or doubtful in a form, in reading order; a path is named once per rule. */
export function checkForm(form: FilingForm, context: CheckContext): Finding[] {
  const byAllRules = (view: FilingForm) => RULES.flatMap((rule) => rule.check(view, context));
  const findings = judged(viewOf(form), byAllRules);
  return findings.sort((one, other) => placeOf(one) - placeOf(other));
}

/** What `checkForm` says about one field, its list or its group: for the check as a field is left. */
export function checkField(form: FilingForm, path: string, context: CheckContext): Finding[] {
  return checkForm(form, context).filter((finding) => concerns(finding.path, path));
}

/** Whether nothing stands against sending it on. */
export function passes(findings: readonly Finding[]): boolean {
  return findings.every((finding) => finding.severity !== 'reject');
}

function concerns(found: string, asked: string): boolean {
  return (
    found === asked || found.startsWith(`${asked}.`) || /^(.*)\.\d+$/.exec(asked)?.[1] === found
  );
}

/** Entity, then website by website, then material and consents; within each the order of the rules stays. */
function placeOf({ path }: Finding): number {
  const service = /^services(\.(\d+))?/.exec(path);
  if (service) return 1 + Number(service[2] ?? 0);
  return path.startsWith('entity') ? 0 : path.startsWith('materials') ? 98 : 99;
}
