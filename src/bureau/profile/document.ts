import { z } from 'zod';
import { CHARSETS } from '../wire/charset.ts';
import { CodesSchema } from './codes-document.ts';
import { PaceSchema } from './pace-document.ts';
import { WireSchema } from './wire-document.ts';

// An interface profile is data: what a bureau's interface is called, shaped and limited to. An administrator
// edits it; the code beside this file only knows how to build and read by one.

/** XML names as all bureaus use them: no prefixes, no marks. */
const elementName = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_]{0,63}$/, '元素名只能用字母、数字和下划线');
/** Our field, by its dotted path within the current part; `@` is the part itself, `$.` begins at the record. */
const path = z.string().regex(/^(@|\$|(\$\.)?[a-z0-9_]+(\.[a-z0-9_]+)*)$/, '字段路径写法不对');
const expression = z.string().min(1).max(500);
const count = z.number().int().min(0).max(1_000_000);

const Source = {
  /** The value of a field. */
  from: path.optional(),
  /** JMESPath over the current part. */
  pick: expression.optional(),
  /** A liquid text over the current part. */
  text: z.string().max(2000).optional(),
  /** Always the same. */
  value: z.string().max(500).optional(),
  /** Our stable number for the current part, or for the part that a field names by its path. */
  number: z.literal(true).or(path).optional(),
};

const LeafNode = z
  .strictObject({
    name: elementName,
    ...Source,
    /** With `number`: the field that holds the bureau's own number for the same part. */
    given: path.optional(),
    as: z.enum(['text', 'number', 'ipv4', 'date', 'base64', 'md5_hex']).default('text'),
    /** Characters of a text, size of a number. */
    min: z.number().int().optional(),
    max: z.number().int().optional(),
    /** KB of base64 text. */
    max_kb: count.optional(),
    /** The sibling element that this number must not be below. */
    not_below: elementName.optional(),
    optional: z.boolean().default(false),
    /** One element per value of a list, at most so many. */
    many: count.optional(),
    /** JMESPath over the current part: only then. */
    when: expression.optional(),
    /** What to say when it is missing or does not fit, instead of the usual words. */
    words: z.string().max(100).optional(),
    /** The field of ours that is to blame then, when it is not the one the value came from. */
    blame: path.optional(),
    note: z.string().max(500).optional(),
  })
  .refine(
    (leaf) => Object.keys(Source).filter((key) => key in leaf).length === 1,
    '每个元素须且只能有一个来源：from、pick、text、value、number',
  );

/** Elements that several kinds have in common; `in`: a field of ours that their paths begin at. */
const PartNode = z.strictObject({ part: z.string().min(1).max(64), in: path.optional() });

export type Leaf = z.output<typeof LeafNode>;
export interface Group {
  name: string;
  children: Node[];
  /** Once for each item of this list of ours. */
  each?: string | undefined;
  /** Fields that tell an item from its neighbours, so that its numbers stay when the order changes; `@` the item itself. */
  key?: string[] | undefined;
  /** A field of ours that the children's paths begin at. */
  in?: string | undefined;
  optional?: boolean | undefined;
  many?: number | undefined;
  when?: string | undefined;
  words?: string | undefined;
  note?: string | undefined;
}
/** The first of them that has a value. */
export interface Choice {
  choice: Leaf[];
  words?: string | undefined;
  blame?: string | undefined;
}
export type Node = Leaf | Group | Choice | z.output<typeof PartNode>;

const GroupNode: z.ZodType<Group> = z.strictObject({
  name: elementName,
  children: z.lazy(() => Nodes),
  each: path.optional(),
  key: z.array(path).optional(),
  in: path.optional(),
  optional: z.boolean().optional(),
  many: count.optional(),
  when: expression.optional(),
  words: z.string().max(100).optional(),
  note: z.string().max(500).optional(),
});
const ChoiceNode = z.strictObject({
  choice: z.array(LeafNode).min(2),
  words: z.string().max(100).optional(),
  blame: path.optional(),
});
const Nodes: z.ZodType<Node[]> = z.array(
  z.lazy(() => z.union([GroupNode, LeafNode, ChoiceNode, PartNode])),
);

const Upload = z.strictObject({
  title: z.string().max(50),
  /** The elements around all records of this kind, outermost first; the outermost holds the tail too. */
  inside: z.array(elementName).min(1).max(10),
  /** Kinds whose records wait as long as one of this kind is in line. */
  before: z.array(z.string().max(64)).optional(),
  record: GroupNode,
});
export type Upload = z.output<typeof Upload>;

export const ProfileSchema = z.strictObject({
  title: z.string().min(1).max(50),
  document: z.strictObject({
    root: elementName,
    version: z.string().regex(/^[\w. -]{1,20}$/, '版本只能用字母、数字、点和横线'),
    charset: z.enum(CHARSETS),
    /** What stands once behind all records of a file. */
    tail: Nodes,
  }),
  wire: WireSchema,
  pace: PaceSchema.prefault({}),
  codes: CodesSchema.prefault({}),
  parts: z.record(z.string(), Nodes),
  uploads: z.record(z.string(), Upload),
});

export type ProfileDocument = z.output<typeof ProfileSchema>;

/** The elements of a part; none for a name that is no part (`constructor` is not one either). */
export function partOf({ parts }: Pick<ProfileDocument, 'parts'>, name: string): Node[] {
  return Object.hasOwn(parts, name) ? (parts[name] ?? []) : [];
}
