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
}

export interface AnsweredFile {
  file_name: string;
  hash: string;
  beian_info: string;
  encrypted: boolean;
  /** Anything but MD5 and ZIP is nothing we can open. */
  is_known_format: boolean;
}

const CONTENT = /(<|&lt;)((?:\w+:)?beianInfo)(>|&gt;)/;

/**
 * Reads the body of a SOAP answer, whose one string is an XML document of its own. Throws when it is a fault, or
 * is not such an answer. The content is cut out before parsing: it may be tens of megabytes.
 */
export function readAnswer(body: string): Answer {
  const { rest, content } = withoutContent(body);
  const document = returned(rest);
  const code = textAt(document, 'msg_code');
  if (!/^\d{1,4}$/.test(code)) throw new Error('answer has no msg_code');
  const info = child(document, 'fileInfos');
  const sequence = textAt(info, 'dataSequence') || textAt(document, 'dataSequence');
  return {
    msg_code: Number(code),
    msg: textAt(document, 'msg').slice(0, 300),
    missing: children(child(document, 'dataSequences'), 'dataSequence')
      .map((node) => Number(textAt(node)))
      .filter(Number.isSafeInteger),
    sequence: /^\d{1,15}$/.test(sequence) ? Number(sequence) : undefined,
    file: namesIn(info).length > 0 ? fileOf(info, content) : undefined,
  };
}

function fileOf(info: XmlNode | undefined, content: string | undefined): AnsweredFile {
  const is = (name: string, value: string) => [value, ''].includes(textAt(info, name));
  return {
    file_name: textAt(info, 'return_FileName'),
    hash: textAt(info, 'beianInfoHash'),
    beian_info: content ?? textAt(info, 'beianInfo'),
    encrypted: textAt(info, 'encryptAlgorithm') === '1',
    is_known_format: is('hashAlgorithm', '0') && is('compressionFormat', '0'),
  };
}

function withoutContent(body: string): { rest: string; content: string | undefined } {
  const open = CONTENT.exec(body);
  if (!open) return { rest: body, content: undefined };
  const [whole, bracket, name, end] = open;
  const start = open.index + whole.length;
  const stop = body.indexOf(`${bracket}/${name}${end}`, start);
  if (stop < 0) throw new Error('answer is cut off');
  const content = body.slice(start, stop).replace(/&#(?:13|10|x[dDaA]);/g, '');
  return { rest: body.slice(0, start) + body.slice(stop), content };
}

/** The document inside Envelope/Body/<method>Response/return. */
function returned(envelope: string): XmlNode {
  const { name, node } = readXml(envelope);
  if (name !== 'Envelope') throw new Error(`answer is <${name.slice(0, 40)}>, not SOAP`);
  const body = child(node, 'Body');
  const fault = child(body, 'Fault');
  if (fault !== undefined) throw new Error(`SOAP fault ${textAt(fault, 'faultcode').slice(0, 60)}`);
  const response = child(body, namesIn(body)[0] ?? '');
  const first = child(response, 'return') ?? child(response, namesIn(response)[0] ?? '');
  // Some servers put the document in as elements instead of text.
  const plain = [first, child(first, 'return'), response].find((at) => child(at, 'msg_code'));
  if (plain) return plain;
  const text = textAt(first);
  if (text === '') throw new Error('answer carries no document');
  // It declares GBK, but SOAP has carried it as Unicode text already.
  const inner = readXml(text.replace(/^\s*<\?xml[^>]*\?>/, ''));
  return inner.node;
}
