type Listener = () => void;
const listeners: Listener[] = [];

/** Something that visitors see was changed by this process: pages kept in memory are made anew. */
export function catalogChanged(): void {
  for (const listener of listeners) listener();
}

export function whenCatalogChanges(listener: Listener): void {
  listeners.push(listener);
}
