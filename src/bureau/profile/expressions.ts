import { compile, type JSONValue, TreeInterpreter } from '@jmespath-community/jmespath';
import { Liquid } from 'liquidjs';
import { spellMessage } from '../../platform/spell-error.ts';
import { unbounded } from './expression-bounds.ts';

// Both languages are bounded: JMESPath cannot loop and may not grow (expression-bounds.ts), liquid is given little to render with, no files and no prototypes.
const liquid = new Liquid({
  strictVariables: false,
  ownPropertyOnly: true,
  renderLimit: 200,
  memoryLimit: 1_000_000,
  parseLimit: 100_000,
  templates: {},
});

/** The value an expression finds; null when it finds none. */
export type Pick = (data: unknown) => unknown;

const picks = new Map<string, Pick>();

/** A JMESPath expression, compiled once. Throws an Error in plain words when it cannot be read. */
export function pickOf(expression: string): Pick {
  const known = picks.get(expression);
  if (known) return known;
  const tree = readable(() => compile(expression), `表达式“${expression}”`);
  const fault = unbounded(tree);
  if (fault) throw new Error(`表达式“${expression}”有误：${fault}`);
  const pick: Pick = (data) => TreeInterpreter.search(tree, plain(data));
  if (picks.size > 5000) picks.clear();
  picks.set(expression, pick);
  return pick;
}

/** A liquid text. Throws an Error in plain words when it cannot be read or rendered. */
export function textOf(template: string): (data: unknown) => string {
  const parsed = readable(() => liquid.parse(template), `文本“${template}”`);
  return (data) =>
    readable(() => String(liquid.renderSync(parsed, Object(data))), `文本“${template}”`);
}

function readable<T>(work: () => T, what: string): T {
  try {
    return work();
  } catch (error) {
    throw new Error(`${what}有误：${spellMessage(error)}`);
  }
}

function plain(data: unknown): JSONValue {
  // JSON values by construction: forms come from JSON columns and schemas.
  return (data ?? null) as JSONValue;
}
