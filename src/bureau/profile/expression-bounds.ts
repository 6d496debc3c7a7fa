// An expression may not grow what it is given: no root to begin again at in every item, no names to repeat, a few
// lists and objects of its own, and only functions whose result is no larger than their arguments.

const FUNCTIONS = new Set(
  `abs avg ceil contains ends_with floor join keys length lower max max_by merge min min_by not_null reverse sort
   sort_by starts_with sum to_number trim type upper values`.split(/\s+/),
);
const REFUSED = new Set(['Root', 'Variable', 'LetExpression', 'Binding', 'ExpressionReference']);
const BY_REFERENCE = new Set(['max_by', 'min_by', 'sort_by']);
/** Lists within lists multiply. */
const MOST_COPIES = 64;

/** What an expression does that it may not; undefined when it is bounded. */
export function unbounded(tree: unknown): string | undefined {
  let copies = 1;
  const fault = look(tree, false, (size) => {
    copies *= size;
  });
  return fault ?? (copies > MOST_COPIES ? '列表和对象太多' : undefined);
}

function look(
  node: unknown,
  isArgument: boolean,
  multiply: (size: number) => void,
): string | undefined {
  if (typeof node !== 'object' || node === null) return undefined;
  const type = String(Reflect.get(node, 'type') ?? '');
  const name = String(Reflect.get(node, 'name') ?? '');
  if (type === 'Literal') return undefined;
  if (REFUSED.has(type) && !(type === 'ExpressionReference' && isArgument))
    return '不支持 $、let 和表达式引用';
  if (type === 'Function' && !FUNCTIONS.has(name)) return `不支持函数 ${name}`;
  const children: unknown = Reflect.get(node, 'children');
  if (/^MultiSelect/.test(type) && Array.isArray(children)) multiply(children.length);
  const takes = type === 'Function' && BY_REFERENCE.has(name);
  for (const inner of Object.values(node).flat()) {
    const fault = look(inner, takes, multiply);
    if (fault) return fault;
  }
  return undefined;
}
