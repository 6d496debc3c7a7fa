import assert from 'node:assert/strict';
import type { Browser } from '../../harness.ts';

/** A person who changes a version on its forms; every page is read again first, as a browser does. */
export function byForms(client: Browser, place: string) {
  const pageAt = async (path: string) => (await client.get(`${place}${path}`)).text();
  const seenIn = (page: string) => /name="seen" value="(\d+)"/.exec(page)?.[1] ?? '0';

  /** Where an element stands in a tree: the n-th of its name. */
  async function find(tree: string, name: string, n = 0): Promise<string> {
    const page = await pageAt(tree);
    const rows = [
      ...page.matchAll(/<tr id="e-([\d.]+)"[\s\S]*?<a class="mono"[^>]*>([^<]*)<\/a>/g),
    ];
    const found = rows.filter(([, , named]) => named === name)[n];
    assert.ok(found?.[1], `${name} stands in ${tree}`);
    return found[1];
  }

  /** All fields of the forms of a page, as they stand. */
  function fieldsIn(page: string): Record<string, string> {
    const fields: Record<string, string> = {};
    for (const [, attributes = ''] of page.matchAll(/<input([^>]*)>/g)) {
      const name = /name="([^"]*)"/.exec(attributes)?.[1];
      if (name) fields[name] = plain(/value="([^"]*)"/.exec(attributes)?.[1] ?? '');
    }
    for (const [, name = '', options = ''] of page.matchAll(
      /<select[^>]*name="([^"]*)"[^>]*>([\s\S]*?)<\/select>/g,
    ))
      fields[name] = plain(/value="([^"]*)" selected/.exec(options)?.[1] ?? '');
    return fields;
  }

  async function element(tree: string, at: string, changes: Record<string, string>) {
    const whole = await pageAt(`${tree}?do=change&at=${at}`);
    const form = /<form class="card form"[^>]*id="edit">[\s\S]*?<\/form>/.exec(whole)?.[0] ?? '';
    return client.post(`${place}${tree}/elements`, { ...fieldsIn(form), ...changes });
  }

  return {
    pageAt,
    find,
    element,
    rename: async (tree: string, name: string, to: string) =>
      element(tree, await find(tree, name), { name: to }),
    add: async (tree: string, at: string, fields: Record<string, string>) => {
      const seen = seenIn(await pageAt(tree));
      return client.post(`${place}${tree}/elements`, { do: 'add', at, seen, ...fields });
    },
    move: async (tree: string, at: string, how: 'up' | 'down' | 'remove') => {
      const seen = seenIn(await pageAt(tree));
      return client.post(`${place}${tree}/elements`, { do: how, at, seen });
    },
    section: async (path: string, changes: Record<string, string>) => {
      const page = await pageAt(path);
      const form = /<form class="card form"[\s\S]*?<\/form>/.exec(page)?.[0] ?? '';
      return client.post(`${place}${path}`, { ...fieldsIn(form), ...changes });
    },
    save: async (note: string) => {
      const seen = seenIn(await pageAt('/draft'));
      return client.post(`${place}/draft`, { seen, note, profile_name: 'V3.0' });
    },
  };
}

function plain(text: string): string {
  return text
    .replaceAll('&#34;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}
