// One kind of object the sandbox keeps: by id, in the order they were made, at most so many.

/** What every kept object has. */
export type Row = { id: string };

/** The objects of one kind. */
export type Table<Kept extends Row> = {
  readonly name: string;
  get: (id: string) => Kept | undefined;
  /** Keeps an object, new or changed. */
  put: (row: Kept) => Kept;
  /** Changes fields of a kept object in place. */
  change: (row: Kept, changes: Partial<Kept>) => Kept;
  remove: (id: string) => void;
  /** All, the oldest first. */
  all: () => Kept[];
};

/** Told of every change: a null row is one taken away. */
export type OnChange = (name: string, id: string, row: Row | null) => void;

/** Makes an empty table; beyond `limit` the oldest object goes for each new one. */
export function createTable<Kept extends Row>(
  name: string,
  limit: number,
  onChange: OnChange,
): Table<Kept> {
  const rows = new Map<string, Kept>();
  const remove = (id: string) => {
    if (rows.delete(id)) onChange(name, id, null);
  };
  const put = (row: Kept) => {
    rows.set(row.id, row);
    onChange(name, row.id, row);
    if (rows.size > limit) remove(rows.keys().next().value as string);
    return row;
  };
  return {
    name,
    get: (id) => rows.get(id),
    put,
    change: (row, changes) => put(Object.assign(row, changes)),
    remove,
    all: () => [...rows.values()],
  };
}
