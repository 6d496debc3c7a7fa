import type { z } from 'zod';
import { readFields } from './fields.ts';
import type { AttachmentCodes, IdOf } from './parts-xml.ts';

/** Elements below ICP of an upload, in the order of the official tree. One file holds records of one of them. */
export const ELEMENTS = [
  'XZBA',
  'XZWZ',
  'XZJR',
  'BGBA',
  'HSJG',
  'WBACLJG',
  'ZXBA',
  'XZHYD',
] as const;
export type Element = (typeof ELEMENTS)[number];

/** A part that goes up under a number of ours. `given_id`: the bureau's number for it, when it has one. */
export interface NumberedPart {
  path: string;
  given_id?: string;
}

/** What writing needs besides the content. */
export interface Writing {
  idOf: IdOf;
  codes: AttachmentCodes;
  /** The provider's number at the bureau. */
  unit_id: string;
}

interface Definition<S extends z.ZodType> {
  /** For people. */
  word: string;
  element: Element;
  /** How results name it (see download-data.ts). */
  operation: string;
  /** The bureau's last word when all goes well; 'accepted': it says nothing more. */
  ends: 'published' | 'data_result' | 'cancelled' | 'accepted';
  schema: S;
  parts(filing: z.output<S>): NumberedPart[];
  /** Under which numbers results may speak of it: ours, the bureau's, ICP numbers. */
  marks(filing: z.output<S>, idOf: IdOf): (string | number)[];
  /** Records of the interface in it (Fjxx, Zx_xx …), 1 when left out. */
  items?(filing: z.output<S>): number;
  xml(filing: z.output<S>, writing: Writing): string;
}

/** Content that was read and can be written. */
export interface Readied {
  parts: NumberedPart[];
  items: number;
  marks(idOf: IdOf): string[];
  xml(writing: Writing): string;
}

export interface Kind<S extends z.ZodType = z.ZodType> {
  word: string;
  element: Element;
  operation: string;
  ends: Definition<S>['ends'];
  schema: S;
  /** Throws a UserError that names the fields which the bureau's schema does not take. */
  read(filing: unknown): Readied;
}

/** A kind of record from its schema and what it does with content that fits it. */
export function defineKind<S extends z.ZodType>(kind: Definition<S>): Kind<S> {
  const { word, element, operation, ends, schema } = kind;
  const read = (filing: unknown): Readied => {
    const content = readFields(schema, filing);
    return {
      parts: kind.parts(content),
      items: kind.items?.(content) ?? 1,
      marks: (idOf) => {
        const marks = kind.marks(content, idOf).map(String);
        return [...new Set(marks)].filter((mark) => mark !== '');
      },
      xml: (writing) => kind.xml(content, writing),
    };
  };
  return { word, element, operation, ends, schema, read };
}
