/** A column of an export of `T`. `mask`: it is personal, and shown like this unless somebody said why he needs it whole. */
export interface Column<T> {
  label: string;
  text(item: T): string;
  mask?(text: string, item: T): string;
}

/** What a list can be exported as: its columns by name, how many rows, and the rows in pages. */
export interface Exportable {
  title: string;
  columns: Readonly<Record<string, { label: string; mask?: unknown }>>;
  /** Chosen before anybody chooses. */
  usual: readonly string[];
  count(asked: Asked): Promise<number>;
  /** Cells of the named columns, row by row; masked unless `whole`. */
  rows(asked: Asked, columns: readonly string[], whole: boolean): AsyncIterable<string[]>;
}

/** The filter as the address of the list has it. */
export type Asked = Readonly<Record<string, string>>;

/** The cells of one item. */
export function cellsOf<T>(
  columns: Readonly<Record<string, Column<T>>>,
  chosen: readonly string[],
  whole: boolean,
  item: T,
): string[] {
  return chosen.map((name) => {
    const column = columns[name];
    const text = column?.text(item) ?? '';
    return column?.mask && !whole ? column.mask(text, item) : text;
  });
}
