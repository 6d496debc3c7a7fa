import { fromUint32 } from './ipv4.ts';
import { isKnownName } from './known-names.ts';
import { child, children, namesIn, readXml, textAt, textOrNull, type XmlNode } from './xml-read.ts';

/** One kind of content of a downloaded file: 'BAJG', 'BASJ', 'IP.BAJG', 'JCDM', 'SJTB.ICP' … */
export interface Part {
  kind: string;
  node: XmlNode;
  /** Records in it, for counting. */
  items: number;
}

export interface Download {
  parts: Part[];
  /** Elements that specification V3.0 does not name: counted, and kept with the file. */
  unknown: { count: number; names: string[] };
}

/** Takes a downloaded document apart. Throws when it is no DownloadData. */
export function readDownload(xml: string): Download {
  const { name, node } = readXml(xml);
  if (name !== 'DownloadData') throw new Error(`root is <${name.slice(0, 40)}>, not DownloadData`);
  const parts = namesIn(node).flatMap((group) =>
    children(node, group).flatMap((inner) => partsOf(group, inner)),
  );
  return { parts, unknown: unknownIn(node) };
}

function partsOf(group: string, node: XmlNode): Part[] {
  if (group === 'JCDM') return [{ kind: 'JCDM', node, items: itemsIn(node) }];
  const prefix = group === 'ICP' ? '' : `${group}.`;
  return namesIn(node).flatMap((name) =>
    children(node, name).map((inner) => ({
      kind: prefix + name,
      node: inner,
      items: itemsIn(inner),
    })),
  );
}

function itemsIn(node: XmlNode): number {
  return namesIn(node).reduce((sum, name) => sum + children(node, name).length, 0);
}

function unknownIn(node: XmlNode): Download['unknown'] {
  const names = new Set<string>();
  let count = 0;
  const look = (at: XmlNode) => {
    for (const name of namesIn(at)) {
      const found = children(at, name);
      if (!isKnownName(name)) {
        count += found.length;
        names.add(name.slice(0, 60));
      }
      found.forEach(look);
    }
  };
  look(node);
  return { count, names: [...names] };
}

/** 操作类型 in our words; a code that is not known is passed on as it is. */
const OPERATIONS: Record<string, string> = {
  '1': 'initial',
  '2': 'add_service',
  '3': 'add_access',
  '4': 'change',
  '5': 'drop_access',
  '6': 'cancel_entity',
  '7': 'cancel_service',
  '35': 'add_material',
};
/** What only answers about unfiled sites are refused with; the list of operations has no word for them. */
const UNFILED = new Set(['5005', '5006', '5007']);
const operationOf = (node: XmlNode) => {
  const code = textAt(node, 'Czlx');
  return OPERATIONS[code] ?? code;
};

/** One code of a result; `own`: what the interface profile says of a code that V3.0 does not have. */
export interface SaidCode {
  code: string;
  text: string;
  own?: OwnCode;
}

/** `paths`: fields of a filing with `{service}`, `{domain}`, `{ip}` for every row. */
export interface OwnCode {
  meaning: string;
  advice: string;
  severity: 'must' | 'remind';
  who: 'customer' | 'us';
  paths: string[];
}

export interface DataResult {
  codes: SaidCode[];
  operation: string;
  /** The number it is about: ours for a first filing. '' when the bureau did not say. */
  about: string;
}

/** The results of processing inside a BAJG; `official`: what the interface's own codes are called in V3.0. */
export function dataResults(
  node: XmlNode,
  official: (said: SaidCode) => SaidCode = (said) => said,
): DataResult[] {
  return children(node, 'Jg_xx').map((result) => {
    const codes = children(result, 'Jgxx').map((one) =>
      official({ code: textAt(one, 'Jgdm'), text: textAt(one, 'Dmms') }),
    );
    const isUnfiled = codes.some(({ code }) => UNFILED.has(code));
    const operation = isUnfiled ? 'unfiled_answer' : operationOf(result);
    return { codes, operation, about: textAt(result, 'Bs') };
  });
}

export interface Review {
  passed: boolean;
  reviewer: string | null;
  words: string | null;
  operation: string;
  about: string;
}

/** The officers' decisions: in a BAJG, or in a GJSHS that stands by itself. */
export function reviews(part: Part): Review[] {
  const holders = part.kind === 'GJSHS' ? [part.node] : children(part.node, 'GJSHS');
  return holders
    .flatMap((holder) => children(holder, 'Gjsh'))
    .map((review) => ({
      passed: textAt(review, 'Shjg') === '1',
      reviewer: textOrNull(review, 'Shrxm'),
      words: textOrNull(review, 'Shyj'),
      operation: operationOf(review),
      about: textAt(review, 'Jlid'),
    }));
}

/** Our number (if the bureau repeats it), the bureau's, and what it has published under them. */
export interface Numbered {
  ours: string;
  given: string;
}
/** Dotted, '' when it was no IPv4 address. */
export interface AddressRange {
  first: string;
  last: string;
}
export interface PublishedRecord {
  entity: Numbered & { icp_number: string | null };
  services: (Numbered & {
    icp_number: string | null;
    name: string;
    domains: (Numbered & { domain: string })[];
    accesses: (Numbered & { provider_id: string; ips: (Numbered & AddressRange)[] })[];
  })[];
}

/** The published records inside a BASJ. */
export function publishedRecords(node: XmlNode): PublishedRecord[] {
  return children(node, 'Baxx').map((record) => {
    const entity = child(record, 'Zt_xx');
    return {
      entity: { ...numbered(entity, 'Ztid'), icp_number: textOrNull(entity, 'Baxh') },
      services: children(record, 'Wz_xx').map((service) => ({
        ...numbered(service, 'Wzid'),
        icp_number: textOrNull(service, 'Baxh'),
        name: textAt(service, 'Wzmc'),
        domains: children(service, 'Ym_xx').map((domain) => ({
          ...numbered(domain, 'Ymid'),
          domain: textAt(domain, 'Ym'),
        })),
        accesses: children(service, 'Jr_xx').map((access) => ({
          ...numbered(access, 'Jrid'),
          provider_id: textAt(access, 'Ispid'),
          ips: children(access, 'Ip_xx').map((range) => ({
            ...numbered(range, 'Ipid'),
            first: fromUint32(textAt(range, 'Qsip')) ?? '',
            last: fromUint32(textAt(range, 'Zzip')) ?? '',
          })),
        })),
      })),
    };
  });
}

/** Which part of a filed record is gone: an entity, a service, or an access to it. */
export interface Cancelled {
  what: 'entity' | 'service' | 'access';
  /** The bureau's number of it. */
  given: string;
  remark: string | null;
}
const CANCELLED: Record<string, Cancelled['what']> = {
  '0': 'entity',
  '1': 'service',
  '2': 'access',
};

/** The cancelled records inside a ZXSJ; one of a kind that is not known is left out. */
export function cancelledRecords(node: XmlNode): Cancelled[] {
  return children(node, 'Zxxx').flatMap((one) => {
    const what = CANCELLED[textAt(one, 'Zxlb')];
    const given = textAt(one, 'Jlid');
    return what && given !== '' ? [{ what, given, remark: textOrNull(one, 'Bz') }] : [];
  });
}

function numbered(node: XmlNode | undefined, name: string): Numbered {
  return { ours: textAt(node, `Isp${name}`), given: textAt(node, name) };
}
