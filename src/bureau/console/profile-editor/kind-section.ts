import type { Plain } from '../../profile/editing/plain-fields.ts';
import { plainGroup, type Section, writePlains } from './section.ts';

/** What stands around the records of one kind, and what must be reported before. */
export function kindSection(kind: string): Section {
  const base = `uploads.${kind}`;
  const plains: Plain[] = [
    { path: `${base}.title`, label: '名称' },
    {
      ...{ path: `${base}.inside`, label: '外层元素', as: 'words' },
      more: { hint: '从外到里，用空格隔开', example: 'ICP XZBA' },
    },
    {
      ...{ path: `${base}.before`, label: '要先于哪些种类', as: 'words', optional: true },
      more: { hint: '种类的代号，用空格隔开' },
    },
  ];
  return {
    title: '外层',
    intro: '',
    holds: (at) => plains.some(({ path }) => at === path || at.startsWith(`${path}.`)),
    groups: (document) => [plainGroup(document, '外层与先后', plains)],
    write: (document, typed) => {
      writePlains(document, plains, typed);
      return {};
    },
    fieldAt: (at) =>
      plains.find(({ path }) => at === path || at.startsWith(`${path}.`))?.path ?? '',
  };
}
