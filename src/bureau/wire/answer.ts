import type { Wire } from '../profile/wire-document.ts';
import { child, children, namesIn, readXml, textAt, type XmlNode } from './xml-read.ts';

/** What a bureau's method answered, its envelopes taken off. */
export interface Answer {
  msg_code: number;
  msg: string;
  /** Sequence numbers named with code 14. */
  missing: number[];
  /** Of the newest file the bureau has from us; only from isp_querypreviousupload. */
  sequence: number | undefined;
  file: AnsweredFile | undefined;
  /** What was asked about; only from isp_querybeianstatus. */
  status: AnsweredStatus | undefined;
  /** Whether the password was right; only from isp_verifybamm. */
  verified: boolean | undefined;
}

export interface AnsweredStatus {
  is_filed: boolean;
  entity_number: string;
  service_number: string;
  service_name: string;
}

export interface AnsweredFile {
  file_name: string;
  hash: string;
  beian_info: string;
  encrypted: boolean;
  /** Anything but MD5 and ZIP is nothing we can open. */
  is_known_format: boolean;
}

/**
 * Reads the body of a SOAP answer, whose one string is an XML document of its own. Throws when it is a fault, or
 * is not such an answer. The content is cut out before parsing: it may be tens of megabytes.
 */
export function readAnswer(body: string, wire: Wire): Answer {
  const names = wire.answer;
  const { rest, content } = withoutContent(body, names.content);
  const document = returned(rest, names.code);
  const code = textUnder(document, names.code);
  if (!/^\d{1,4}$/.test(code)) throw new Error(`answer has no ${names.code}`);
  const info = child(document, names.file);
  const sequence = names.sequence.map((name) => textUnder(document, name)).find(Boolean) ?? '';
  return {
    msg_code: Number(code),
    msg: textUnder(document, names.words).slice(0, 300),
    missing: allUnder(document, names.missing)
      .map((node) => Number(textAt(node)))
      .filter(Number.isSafeInteger),
    sequence: /^\d{1,15}$/.test(sequence) ? Number(sequence) : undefined,
    file: namesIn(info).length > 0 ? fileOf(info, content, wire) : undefined,
    status: statusOf(child(document, names.status.info), wire),
    verified: verifiedIn(textUnder(document, names.verification.result), wire),
  };
}

function fileOf(
  info: XmlNode | undefined,
  content: string | undefined,
  { answer: names, codes }: Wire,
): AnsweredFile {
  const is = (name: string, value: string) => [value, ''].includes(textAt(info, name));
  return {
    file_name: textAt(info, names.file_name),
    hash: textAt(info, names.content_hash),
    beian_info: content ?? textAt(info, names.content),
    encrypted: textAt(info, names.encryption) === codes.encrypted,
    is_known_format: is(names.hash, codes.hash) && is(names.compression, codes.compression),
  };
}

function statusOf(info: XmlNode | undefined, { answer }: Wire): AnsweredStatus | undefined {
  const { state, filed, entity_number, service_number, service_name } = answer.status;
  const told = textAt(info, state);
  if (told === '') return undefined;
  return {
    is_filed: told === filed,
    entity_number: textAt(info, entity_number),
    service_number: textAt(info, service_number),
    service_name: textAt(info, service_name),
  };
}

function verifiedIn(told: string, { answer }: Wire): boolean | undefined {
  return told === '' ? undefined : told === answer.verification.right;
}

/** All elements at `outer.inner`. */
function allUnder(node: XmlNode | undefined, names: string): XmlNode[] {
  const steps = names.split('.');
  const last = steps.pop() ?? '';
  return children(
    steps.reduce((at, step) => child(at, step), node),
    last,
  );
}

function textUnder(node: XmlNode | undefined, names: string): string {
  return textAt(allUnder(node, names)[0]);
}

function withoutContent(
  body: string,
  element: string,
): { rest: string; content: string | undefined } {
  const open = new RegExp(`(<|&lt;)((?:\\w+:)?${element})(>|&gt;)`).exec(body);
  if (!open) return { rest: body, content: undefined };
  const [whole, bracket, name, end] = open;
  const start = open.index + whole.length;
  const stop = body.indexOf(`${bracket}/${name}${end}`, start);
  if (stop < 0) throw new Error('answer is cut off');
  const content = body.slice(start, stop).replace(/&#(?:13|10|x[dDaA]);/g, '');
  return { rest: body.slice(0, start) + body.slice(stop), content };
}

/** The document inside Envelope/Body/<method>Response/return. */
function returned(envelope: string, code: string): XmlNode {
  const { name, node } = readXml(envelope);
  if (name !== 'Envelope') throw new Error(`answer is <${name.slice(0, 40)}>, not SOAP`);
  const body = child(node, 'Body');
  const fault = child(body, 'Fault');
  if (fault !== undefined) throw new Error(`SOAP fault ${textAt(fault, 'faultcode').slice(0, 60)}`);
  const response = child(body, namesIn(body)[0] ?? '');
  const first = child(response, 'return') ?? child(response, namesIn(response)[0] ?? '');
  // Some servers put the document in as elements instead of text.
  const plain = [first, child(first, 'return'), response].find(
    (at) => allUnder(at, code).length > 0,
  );
  if (plain) return plain;
  const text = textAt(first);
  if (text === '') throw new Error('answer carries no document');
  // It declares GBK, but SOAP has carried it as Unicode text already.
  const inner = readXml(text.replace(/^\s*<\?xml[^>]*\?>/, ''));
  return inner.node;
}
