import type { Client, IHttpClient } from 'soap';
import type { Trust } from '../../platform/call-out.ts';
import { fetchText, type HttpAnswer, type HttpLimits, isUnreached } from './http.ts';

const WSDL_BYTES = 4 * 1024 * 1024;
const WSDL_SECONDS = 30;
/** node-soap only writes our calls; what came back is read by wire/answer.ts from the raw body. */
const NOTHING =
  '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body/></s:Envelope>';

export interface SoapService {
  /** Methods that the WSDL describes, with the parameter names it publishes. */
  methods: Map<string, string[]>;
  /** Sends `values` (official name -> value, in official order) and gives the raw answer. */
  call(method: string, values: Record<string, string>, limits: HttpLimits): Promise<HttpAnswer>;
}

const known = new Map<string, { at: number; service: SoapService }>();

/** The service of a WSDL, kept for `minutes`; when it cannot be read anew, what was known goes on. Throws in words. */
export async function soapService(
  wsdl: string,
  minutes: number,
  trust: Trust = {},
): Promise<SoapService> {
  const kept = known.get(wsdl);
  if (kept && Date.now() - kept.at < minutes * 60_000) return kept.service;
  try {
    const service = await readService(wsdl, trust);
    known.set(wsdl, { at: Date.now(), service });
    return service;
  } catch (error) {
    if (kept) return kept.service;
    throw error;
  }
}

/** Reads the WSDL again at the next call; after a change of settings or a refused method. */
export function forgetService(wsdl: string): void {
  known.delete(wsdl);
}

async function readService(wsdl: string, trust: Trust): Promise<SoapService> {
  // Loaded by the process that speaks to bureaus, when it first does.
  const { createClientAsync } = await import('soap');
  const client = await createClientAsync(wsdl, {
    httpClient: clientFor(wsdl, trust),
    disableCache: true,
  }).catch((error: unknown) => {
    throw new Error(`读不了 WSDL：${wordsOf(error)}`);
  });
  const methods = described(client);
  if (methods.size === 0) throw new Error('读不了 WSDL：其中没有可调用的方法');
  return {
    methods,
    call: (method, values, limits) => {
      const names = methods.get(method);
      if (!names) throw new Error(`WSDL 中没有方法 ${method}`);
      return invoke(client, method, named(values, names), limits);
    },
  };
}

function wordsOf(error: unknown): string {
  const words = error instanceof Error ? error.message : '格式不正确';
  return words.split('\n')[0]?.slice(0, 120) ?? '';
}

type Heard = (answer: HttpAnswer) => void;

function invoke(
  client: Client,
  method: string,
  args: Record<string, string>,
  limits: HttpLimits,
): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    const heard: Heard = resolve;
    // node-soap hangs every method on its client, untyped.
    const send = client[method] as (
      args: object,
      done: (error: unknown) => void,
      o: object,
    ) => void;
    const done = (error: unknown) => {
      // It keeps the last request: tens of megabytes with a password proof in it.
      client.lastRequest = '';
      client.lastMessage = '';
      if (error) reject(error instanceof Error ? error : new Error('WSDL 与调用不符'));
    };
    send.call(client, args, done, { heard, limits });
  });
}

/** The transport that node-soap uses, for WSDLs and calls alike. */
function clientFor(wsdl: string, trust: Trust): IHttpClient {
  const place = { wsdl, trust };
  const request = async (
    url: string,
    body: string | null,
    done: (error: unknown, response?: object, body?: string) => void,
    headers: Record<string, string> = {},
    options: { heard?: Heard; limits?: HttpLimits } = {},
  ) => {
    try {
      if (body === null) {
        const found = await reach(url, place, { seconds: WSDL_SECONDS, bytes: WSDL_BYTES });
        if (found.status !== 200) throw new Error(`HTTP ${found.status}`);
        done(null, { status: 200, headers: {} }, found.body);
      } else {
        const limits = options.limits ?? { seconds: WSDL_SECONDS, bytes: WSDL_BYTES };
        options.heard?.(await reach(url, place, limits, { headers, body }));
        done(null, { status: 200, headers: {} }, NOTHING);
      }
    } catch (error) {
      done(error);
    }
  };
  // node-soap wants the promise of an axios answer, and never looks at it.
  return { request } as unknown as IHttpClient;
}

/** A published address may be a name that only the bureau's own network knows: then the WSDL's host is tried. */
async function reach(
  url: string,
  { wsdl, trust }: { wsdl: string; trust: Trust },
  limits: HttpLimits,
  post?: { headers: Record<string, string>; body: string },
): Promise<HttpAnswer> {
  try {
    return await fetchText(url, limits, post, trust);
  } catch (error) {
    const published = new URL(url);
    const origin = new URL(wsdl).origin;
    if (!isUnreached(error) || published.origin === origin) throw error;
    return fetchText(origin + published.pathname + published.search, limits, post, trust);
  }
}

function described(client: Client): Map<string, string[]> {
  const methods = new Map<string, string[]>();
  const services: Record<
    string,
    Record<string, Record<string, { input?: object }>>
  > = client.describe();
  for (const port of Object.values(services).flatMap((ports) => Object.values(ports))) {
    for (const [method, { input }] of Object.entries(port)) {
      const names = Object.keys(input ?? {}).filter((name) => !name.startsWith('targetN'));
      methods.set(method, names);
    }
  }
  return methods;
}

/** Our values under the spelling the WSDL publishes (ispId or ispID; arg0, arg1 … by place). */
function named(values: Record<string, string>, names: string[]): Record<string, string> {
  if (names.length === 0) return values;
  const official = Object.entries(values);
  const isByPlace = names.every((name) => /^arg\d+$/.test(name));
  return Object.fromEntries(
    names.map((name) => {
      const found = isByPlace
        ? official[Number(name.slice(3))]
        : official.find(([key]) => key.toLowerCase() === name.toLowerCase());
      if (!found) throw new Error(`WSDL 要求未知的参数 ${name.slice(0, 40)}`);
      return [name, found[1]];
    }),
  );
}
