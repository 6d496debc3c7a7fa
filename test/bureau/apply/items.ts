import fc from 'fast-check';

/** What a bureau may tell, each as small as its kind allows; few numbers, so that items speak of the same things. */
export type Item =
  | {
      kind: 'published';
      entity: string;
      own: boolean;
      changed: string;
      name: string;
      sites: Site[];
    }
  | { kind: 'listed'; entity: string; own: boolean; changed: string; name: string; sites: Site[] }
  | { kind: 'cancelled'; what: 'entity' | 'service' | 'access'; id: string }
  | { kind: 'block_entity'; number: string; operation: string; name: string }
  | { kind: 'block_site'; domains: string[]; operation: string; name: string }
  | { kind: 'illegal'; id: string; domain: string; ip: number; operation: string }
  | { kind: 'unfiled'; id: string; domain: string; times: string }
  | { kind: 'verify'; entity: string; name: string }
  | { kind: 'check_entity'; entity: string; words: string }
  | { kind: 'check_access'; service: string; found: string; access: string; domain: string }
  | { kind: 'check_shell'; service: string; dead: boolean; at: string }
  | { kind: 'check_life'; service: string; at: string }
  | { kind: 'rectify'; service: boolean; id: string; words: string }
  | { kind: 'ip_check'; found: 'Yj' | 'Ct' | 'Wb'; ip: number; note: string }
  | { kind: 'ip_result'; list: 'Lyjg' | 'Fpjg' | 'Gbjs' | 'Zdip'; our: string; code: string }
  | { kind: 'domain_result'; our: string; code: string }
  | { kind: 'codes'; rows: { id: string; name: string; valid: boolean }[] }
  | { kind: 'listed_ip'; id: string; ip: number }
  | { kind: 'listed_domain'; id: string; domain: string }
  | { kind: 'stranger'; about: string }
  | { kind: 'unheard'; text: string };

export interface Site {
  id: string;
  changed: string;
  name: string;
  domains: string[];
  accesses: { id: string; provider: string; ip: number }[];
}

const few = (...values: string[]) => fc.constantFrom(...values);
const number = few('1', '2', '3');
const changed = few('2026-01-01', '2026-01-02', '2026-01-01 10:00:00', '2026-01-02 09:30:00.0');
const name = few('甲', '乙', '丙');
const domain = few('a.cn', 'b.cn', 'www.b.cn', '中文.cn');
const ip = fc.integer({ min: 3_221_225_985, max: 3_221_225_990 });
const operation = few('0', '1', '1', '2', '2');
const word = few('请整改', '请核实');

const site = fc.record({
  id: few('11', '12', '13'),
  changed: fc.oneof(changed, few('', '昨天')),
  name,
  domains: fc.uniqueArray(domain, { minLength: 1, maxLength: 2 }),
  accesses: fc.uniqueArray(fc.record({ id: few('21', '22', '23'), provider: few('7', '8'), ip }), {
    minLength: 1,
    maxLength: 2,
    selector: ({ id }) => id,
  }),
});
const record = {
  entity: number,
  own: fc.boolean(),
  changed,
  name,
  sites: fc.uniqueArray(site, { minLength: 1, maxLength: 2, selector: ({ id }) => id }),
};
const kind = <K extends string>(word: K) => fc.constant(word);

/** Any one item; records and their endings are drawn most, for they meet most. */
export const anItem: fc.Arbitrary<Item> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: kind('published'), ...record }) },
  { weight: 2, arbitrary: fc.record({ kind: kind('listed'), ...record }) },
  {
    weight: 4,
    arbitrary: fc.oneof(
      fc.record({ kind: kind('cancelled'), what: kind('entity'), id: number }),
      fc.record({ kind: kind('cancelled'), what: kind('service'), id: few('11', '12', '13') }),
      fc.record({ kind: kind('cancelled'), what: kind('access'), id: few('21', '22', '23') }),
    ),
  },
  { weight: 2, arbitrary: fc.record({ kind: kind('block_entity'), number, operation, name }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: kind('block_site'),
      domains: fc.uniqueArray(domain, { minLength: 1, maxLength: 2 }),
      operation,
      name,
    }),
  },
  fc.record({ kind: kind('illegal'), id: number, domain, ip, operation }),
  fc.record({ kind: kind('unfiled'), id: number, domain, times: number }),
  fc.record({ kind: kind('verify'), entity: number, name }),
  fc.record({ kind: kind('check_entity'), entity: number, words: word }),
  fc.record({
    kind: kind('check_access'),
    service: few('11', '12'),
    found: few('1', '2', '9'),
    access: few('21', ''),
    domain,
  }),
  fc.record({
    kind: kind('check_shell'),
    service: few('11', '12'),
    dead: fc.boolean(),
    at: changed,
  }),
  fc.record({ kind: kind('check_life'), service: few('11', '12'), at: changed }),
  fc.record({ kind: kind('rectify'), service: fc.boolean(), id: number, words: word }),
  fc.record({ kind: kind('ip_check'), found: fc.constantFrom('Yj', 'Ct', 'Wb'), ip, note: word }),
  fc.record({
    kind: kind('ip_result'),
    list: fc.constantFrom('Lyjg', 'Fpjg', 'Gbjs', 'Zdip'),
    our: number,
    code: few('2998', '2003'),
  }),
  fc.record({ kind: kind('domain_result'), our: number, code: few('3998', '3001') }),
  fc.record({
    kind: kind('codes'),
    rows: fc.uniqueArray(fc.record({ id: number, name, valid: fc.boolean() }), {
      minLength: 1,
      selector: ({ id }) => id,
    }),
  }),
  fc.record({ kind: kind('listed_ip'), id: number, ip }),
  fc.record({ kind: kind('listed_domain'), id: number, domain }),
  fc.record({ kind: kind('stranger'), about: few('999999', '998') }),
  fc.record({ kind: kind('unheard'), text: word }),
);

/** A file: when the bureau wrote it, under which number, and what stands in it. */
export interface DrawnFile {
  time: string;
  number: number;
  items: Item[];
  /** Elements that nobody knows stand in between. */
  noisy: boolean;
}

/** Files in the bureau's order, the order and repetition in which they come here, and what a person does at the end. */
export interface History {
  files: DrawnFile[];
  arrivals: number[];
  end_missing: boolean;
}

export const aHistory: fc.Arbitrary<History> = fc
  .tuple(
    fc.array(
      fc.record({
        items: fc.array(anItem, { minLength: 1, maxLength: 5 }),
        noisy: fc.boolean(),
        again: fc.boolean(),
      }),
      { minLength: 1, maxLength: 4 },
    ),
    fc.boolean(),
    fc.infiniteStream(fc.nat()),
  )
  .map(([drawn, end_missing, dice]) => {
    // What comes again under a new name is a later word of the bureau's.
    const all = [...drawn, ...drawn.filter(({ again }) => again)];
    const files = all.map(({ items, noisy }, n) => ({
      time: `202603010${Math.floor(n / 2)}0000`,
      number: n + 1,
      items,
      noisy,
    }));
    const places = files.map((_, n) => n);
    const twice = places.filter(() => Number(dice.next().value) % 4 === 0);
    const arrivals = [...places, ...twice]
      .map((n) => ({ n, at: Number(dice.next().value) }))
      .sort((a, b) => a.at - b.at)
      .map(({ n }) => n);
    return { files, arrivals, end_missing };
  });
