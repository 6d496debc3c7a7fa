import type { Express } from 'express';

export interface Route {
  method: string;
  /** As it was written: '/filings/:filing_no'. */
  pattern: string;
  /** The same with a value for each name, of something that does not exist. */
  path: string;
}

interface Layer {
  route?: { path: string; methods: Record<string, boolean> };
  handle?: { stack?: Layer[] };
}

const SAMPLE: Record<string, string> = {
  filing_no: 'BA0000000000000000',
  no: 'WJ0000000000000000',
  step: 'entity',
  name: 'nowhere',
  key: 'storage',
  code: '330000',
  index: '0',
  variant: 'view',
  page: 'forms',
};

/** Every route of the app, as the router knows it: a new one is tested without being named. `known` names what exists. */
export function routesOf(app: Express, known: Record<string, string> = {}): Route[] {
  const found: Route[] = [];
  const walk = (layers: Layer[]) => {
    for (const { route, handle } of layers) {
      if (route) {
        for (const method of Object.keys(route.methods)) {
          const path = route.path
            .replace(/[{}]/g, '')
            .replace(/:(\w+)/g, (_, name) => known[name] ?? SAMPLE[name] ?? 'X000');
          found.push({ method: method.toUpperCase(), pattern: route.path, path });
        }
      } else if (handle?.stack) walk(handle.stack);
    }
  };
  walk(app.router.stack as unknown as Layer[]); // express does not describe its layers
  return found;
}
