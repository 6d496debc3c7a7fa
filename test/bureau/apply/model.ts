import type { History, Item, Site } from './items.ts';
import { lastOf, tasksIn } from './model-tasks.ts';

/**
 * What must be true in the end, said once more and otherwise: all items of all files in the bureau's own order, and
 * for each thing the last word about it. Arrival, repetition and noise do not occur here.
 */
export interface Placed<I = Item> {
  item: I;
  /** Place of its file in the bureau's order. */
  file: number;
}

export function expected({ files, end_missing }: History, subject: string) {
  const all = files.flatMap(({ items }, file) => asWritten(items).map((item) => ({ item, file })));
  const published = [...of(all, 'published')];
  const listed = [...of(all, 'listed')];
  const versions = versionsIn(all);
  const endings = endingsIn(all, { published, listed, end_missing });
  return {
    entities: entitiesIn(versions, published, endings, subject),
    services: servicesIn(versions, endings),
    blocks: blocksIn(all),
    tasks: tasksIn(all),
    codes: codesIn(all),
    resources: resourcesIn(all),
    inbox: inboxIn(all, files.length),
  };
}

type Of<K extends Item['kind']> = Extract<Item, { kind: K }>;
function of<K extends Item['kind']>(all: Placed[], kind: K): Placed<Of<K>>[] {
  // Narrowed by the line itself.
  return all.filter(({ item }) => item.kind === kind) as Placed<Of<K>>[];
}

/** In a file the items of one kind of data stand together, where the first of them stands. */
function asWritten(items: Item[]): Item[] {
  const groups = items.map(groupOf);
  return items
    .map((item, n) => ({ item, at: groups.indexOf(groups[n] ?? ''), n }))
    .sort((a, b) => a.at - b.at || a.n - b.n)
    .map(({ item }) => item);
}

function groupOf({ kind }: Item): string {
  if (kind.startsWith('listed')) return 'SJTB';
  if (kind === 'codes') return 'JCDM';
  if (kind === 'domain_result') return 'YM';
  return kind.startsWith('ip_') ? 'IP' : 'ICP';
}

function versionsIn(all: Placed[]): Version[] {
  return all.flatMap(({ item, file }) =>
    item.kind === 'published' || item.kind === 'listed' ? [{ item, file }] : [],
  );
}

type Version = Placed<Of<'published'> | Of<'listed'>>;

/** '2026-01-02 09:30:00.0' and '2026-01-02' compare by their digits; what is no time is older than all. */
const time = (text: string) =>
  /^\d{4}/.test(text)
    ? text.replace(/\.\d$/, '').replace(/\D/g, '').padEnd(14, '0')
    : '0'.repeat(14);

function newest<T extends { at: string; file: number }>(found: T[]): T | undefined {
  return found.reduce<T | undefined>(
    (best, one) =>
      !best || one.at > best.at || (one.at === best.at && one.file >= best.file) ? one : best,
    undefined,
  );
}

function entityVersions(versions: Version[], id: string) {
  return versions
    .filter(({ item }) => item.entity === id)
    .map(({ item, file }) => ({ item, file, at: time(item.changed) }));
}

function siteVersions(versions: Version[], id: string) {
  return versions.flatMap(({ item, file }) =>
    item.sites
      .filter((site) => site.id === id)
      .map((site) => ({ site, entity: item.entity, file, at: time(site.changed || item.changed) })),
  );
}

type Endings = Map<string, number>;
function endingsIn(
  all: Placed[],
  known: { published: Version[]; listed: Version[]; end_missing: boolean },
): Endings {
  const endings: Endings = new Map();
  const end = (key: string, file: number) => {
    endings.set(key, Math.max(file, endings.get(key) ?? -1));
  };
  for (const { item, file } of of(all, 'cancelled')) end(`${item.what}:${item.id}`, file);
  if (known.end_missing && known.listed.length > 0) endMissing(all, known, endings, end);
  return endings;
}

/** What was filed before the list came, lives, and is not in it, ends with the newest file of the list. */
function endMissing(
  all: Placed[],
  { published, listed }: { published: Version[]; listed: Version[] },
  endings: Endings,
  end: (key: string, file: number) => void,
): void {
  const parts = all.filter(({ item }) => item.kind.startsWith('listed'));
  const last = Math.max(...parts.map(({ file }) => file));
  const inList = new Set(
    listed.flatMap(({ item }) => [
      `entity:${item.entity}`,
      ...item.sites.map(({ id }) => `service:${id}`),
    ]),
  );
  const before = new Map(endings);
  for (const id of ['1', '2', '3']) {
    const known = newest(entityVersions(published, id));
    const lives = known && known.file > (before.get(`entity:${id}`) ?? -1);
    if (lives && known.file < last && !inList.has(`entity:${id}`)) end(`entity:${id}`, last);
  }
  for (const id of ['11', '12', '13']) {
    const known = newest(siteVersions(published, id));
    const ended = Math.max(
      before.get(`service:${id}`) ?? -1,
      before.get(`entity:${known?.entity}`) ?? -1,
    );
    if (known && known.file > ended && known.file < last && !inList.has(`service:${id}`))
      end(`service:${id}`, last);
  }
}

function entitiesIn(versions: Version[], published: Version[], endings: Endings, subject: string) {
  return ['1', '2', '3'].flatMap((id) => {
    const last = newest(entityVersions(versions, id));
    if (!last) return [];
    const isOurs = id === '1' && published.some(({ item }) => item.entity === '1' && item.own);
    const is_live = last.file > (endings.get(`entity:${id}`) ?? -1);
    return [{ id, name: last.item.name, filing: isOurs ? subject : null, is_live }];
  });
}

function servicesIn(versions: Version[], endings: Endings) {
  return ['11', '12', '13'].flatMap((id) => {
    const last = newest(siteVersions(versions, id));
    if (!last) return [];
    const { site, entity, file } = last;
    const isAfter = (...keys: string[]) => keys.every((key) => file > (endings.get(key) ?? -1));
    const own = [`entity:${entity}`, `service:${id}`];
    const accesses = site.accesses.map((one: Site['accesses'][number]) => ({
      ...one,
      is_live: isAfter(...own, `access:${one.id}`),
    }));
    const { name, domains } = site;
    return [{ id, entity, name, domains, accesses, is_live: isAfter(...own) }];
  });
}

function blocksIn(all: Placed[]) {
  const isListed = (operation: string) => operation !== '2';
  return lastOf(
    all.flatMap(({ item }, n) => {
      if (item.kind === 'block_entity') {
        const about = `entity X${item.number}`;
        return [{ key: about, value: [about, item.name, isListed(item.operation)] }];
      }
      if (item.kind === 'block_site') {
        return item.domains.map((domain) => {
          const about = `site ${domain}`;
          const is_listed =
            isListed(item.operation) && !isLeftOut(domain, item.domains, all.slice(n));
          return { key: about, value: [about, item.name, is_listed] };
        });
      }
      if (item.kind !== 'illegal') return [];
      const value = [`illegal ${item.domain} ${item.ip}`, item.domain, isListed(item.operation)];
      return [{ key: `illegal ${item.id}`, value }];
    }),
  );
}

/** A later change names another domain of the same item, and not this one. */
function isLeftOut(domain: string, beside: string[], later: Placed[]): boolean {
  return later.some(
    ({ item }) =>
      item.kind === 'block_site' &&
      item.operation === '1' &&
      !item.domains.includes(domain) &&
      item.domains.some((one) => beside.includes(one)),
  );
}

function codesIn(all: Placed[]) {
  const [last] = of(all, 'codes').slice(-1);
  const rows = last?.item.rows.filter(({ valid }) => valid) ?? [];
  return rows.map(({ id, name }) => `${id} ${name}`);
}

function resourcesIn(all: Placed[]) {
  return lastOf(
    all.flatMap(({ item }) => {
      if (item.kind === 'listed_ip')
        return [{ key: `ip ${item.id}`, value: `ip_source ${item.id} ${item.ip}` }];
      if (item.kind !== 'listed_domain') return [];
      return [{ key: `domain ${item.id}`, value: `domain ${item.id} ${item.domain}` }];
    }),
  );
}

/** What nobody was found for, or was not understood: one entry for each part it stood in. */
function inboxIn(all: Placed[], files: number) {
  return Array.from({ length: files }, (_, file) => {
    const here = all.filter((one) => one.file === file).map(({ item }) => item);
    return {
      BAJG: here.filter(({ kind }) => kind === 'stranger').length,
      HCJG: here.filter((item) => item.kind === 'check_access' && item.found === '9').length,
      XYZ: here.filter(({ kind }) => kind === 'unheard').length,
    };
  });
}
