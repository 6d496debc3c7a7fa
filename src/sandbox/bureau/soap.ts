import type { Service } from './methods.ts';
import type { Speech } from './speech/speech.ts';
import { child, escapeXml, type Node, parseXml } from './xml.ts';

const ENVELOPE = 'http://schemas.xmlsoap.org/soap/envelope/';

/** A call as it came: method and its parameters by name. */
export interface Call {
  method: string;
  parameters: Record<string, string>;
}

/** Something wrong with the envelope itself; answered as a SOAP fault with HTTP 500. */
export interface Refusal {
  fault: string;
}

/**
 * Reads a SOAP 1.1 envelope. As in JAX-WS, the wrapper must stand in the namespace of the WSDL and
 * its children in none: a child with another namespace counts as not given.
 */
export function readCall(
  body: string,
  namespace: string,
  service: Service,
  speech: Speech,
): Call | Refusal {
  let envelope: Node;
  try {
    envelope = parseXml(body);
  } catch (error) {
    return { fault: `Couldn't create SOAP message due to exception: ${String(error)}` };
  }
  if (envelope.name !== 'Envelope' || envelope.ns !== ENVELOPE) {
    return { fault: `Couldn't create SOAP message. Expecting Envelope in namespace ${ENVELOPE}` };
  }
  const wrapper = child(envelope, 'Body')?.children[0];
  const method = Object.keys(service.methods).find(
    (name) => (speech.methods.get(name) ?? name) === wrapper?.name,
  );
  if (!wrapper || wrapper.ns !== namespace || !method) {
    const name = `{${wrapper?.ns ?? ''}}${wrapper?.name ?? ''}`;
    return { fault: `Cannot find dispatch method for ${name}` };
  }
  const parameters: Record<string, string> = {};
  const official = new Map([...speech.parameters].map(([name, ours]) => [ours, name]));
  for (const { name, ns, text } of wrapper.children)
    if (ns === '') parameters[official.get(name) ?? name] = text;
  // The document writes ispId, both known clients send ispID: either is taken.
  if (parameters['ispID'] !== undefined) parameters['ispId'] ??= parameters['ispID'];
  return { method, parameters };
}

/** The answer envelope: `<return>` is a string that holds an XML document. */
export function answer(namespace: string, method: string, document: string): string {
  const ns = escapeXml(namespace);
  return envelope(
    `<ns2:${method}Response xmlns:ns2="${ns}"><return>${escapeXml(document)}</return></ns2:${method}Response>`,
  );
}

/** A SOAP 1.1 fault as JAX-WS writes it. */
export function fault(words: string, code = 'S:Client'): string {
  return envelope(
    `<S:Fault xmlns:ns4="http://www.w3.org/2003/05/soap-envelope"><faultcode>${code}</faultcode><faultstring>${escapeXml(words)}</faultstring></S:Fault>`,
  );
}

const envelope = (inner: string): string =>
  `<?xml version='1.0' encoding='UTF-8'?><S:Envelope xmlns:S="${ENVELOPE}"><S:Body>${inner}</S:Body></S:Envelope>`;
